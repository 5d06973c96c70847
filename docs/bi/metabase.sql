-- Questions for Metabase: each is one "SQL query". {{from}} and {{to}} are variables of type Date, which Metabase asks for once
-- they are in the text. docs/analytics.md says what each column is. Small numbers are shown as counts beside every rate.

-- question: Funnel by source
select
  source,
  count(*) as leads,
  count(*) filter (where reached_marketing_qualified) as mql,
  count(*) filter (where reached_sales_accepted) as sal,
  count(*) filter (where reached_sales_qualified) as sql,
  count(*) filter (where reached_opportunity) as opportunities,
  count(*) filter (where reached_won) as won
from analytics.leads
where captured_on between {{from}} and {{to}}
group by source
order by leads desc;

-- question: Leads and acceptance by week
select
  date_trunc('week', captured_on)::date as week,
  count(*) filter (where reached_marketing_qualified) as mql,
  count(*) filter (where reached_sales_accepted) as sal,
  round(100.0 * count(*) filter (where reached_sales_accepted)
    / nullif(count(*) filter (where reached_marketing_qualified), 0)) as acceptance_percent
from analytics.leads
where captured_on between {{from}} and {{to}}
group by week
order by week;

-- question: Answered in time by week
select
  date_trunc('week', day)::date as week,
  clock,
  sum(in_time) as in_time,
  sum(late) as late,
  round(100.0 * sum(in_time) / nullif(sum(in_time) + sum(late), 0)) as attainment_percent
from analytics.sla_daily
where leg = 'mql_to_sdr' and clock in ('accept', 'response') and day between {{from}} and {{to}}
group by week, clock
order by week, clock;

-- question: Speed to lead by source
select
  source,
  count(*) as answered,
  round((percentile_cont(0.5) within group (order by speed_to_lead_seconds) / 60.0)::numeric, 1) as median_minutes,
  round((percentile_cont(0.9) within group (order by speed_to_lead_seconds) / 60.0)::numeric, 1) as p90_minutes
from analytics.handoffs
where leg = 'mql_to_sdr' and responded_at is not null and created_on between {{from}} and {{to}}
group by source
order by answered desc;

-- question: Why leads are rejected
select
  failure_point,
  reason,
  source,
  count(*) as rejections,
  count(*) filter (where evidence = 'conflicts') as against_the_record,
  count(*) filter (where answered_at is null and answer_due_at is not null) as unanswered
from analytics.rejections
where leg = 'mql_to_sdr' and rejected_on between {{from}} and {{to}}
group by failure_point, reason, source
order by rejections desc;

-- question: Open deals by the month they are expected in
select
  date_trunc('month', expected_close_on)::date as month,
  currency,
  count(*) as deals,
  sum(amount) as amount
from analytics.opportunities
where status = 'open'
group by month, currency
order by month, currency;

-- question: Deals whose date slipped
select
  handoff_id,
  owner_id,
  count(*) as times,
  min(from_value::date) as first_said,
  max(to_value::date) as latest_said
from analytics.deal_changes
where field = 'close_on' and from_value is not null and to_value > from_value
  and changed_on between {{from}} and {{to}}
group by handoff_id, owner_id
order by times desc;

-- question: Cost per lead and per accepted lead by channel
with spent as (
  select channel, currency, sum(amount) as amount
  from analytics.channel_costs
  where channel is not null and day between {{from}} and {{to}}
  group by channel, currency
), came as (
  select channel, count(*) as leads, count(*) filter (where reached_sales_accepted) as sal
  from analytics.leads
  where captured_on between {{from}} and {{to}}
  group by channel
)
select
  spent.channel,
  spent.currency,
  round(spent.amount, 2) as amount,
  coalesce(came.leads, 0) as leads,
  round(spent.amount / nullif(came.leads, 0), 2) as cost_per_lead,
  round(spent.amount / nullif(came.sal, 0), 2) as cost_per_sal
from spent left join came on came.channel = spent.channel
order by amount desc;

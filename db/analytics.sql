-- What BI tools read: plain views over the tables, one grain each. db/analytics.ts makes them anew after migrations, so
-- that these may change any table; names and types are a promise to other people's queries, kept in docs/analytics.md.
--
-- Out of all of them: test leads, and what was undone. Out of `analytics`: whatever says who a lead is, and what somebody
-- wrote about them. That stands in `analytics_personal`, a schema of its own, so that it is granted by itself.

create view analytics.settings as
select
  newest.version as settings_version,
  coalesce(newest.last_loaded_at, newest.loaded_at) as in_force_since,
  coalesce(newest.document #>> '{workspace,time_zone}', 'UTC') as team_time_zone
from (select 1) as one_row
left join (
  select * from settings_versions order by coalesce(last_loaded_at, loaded_at) desc limit 1
) as newest on true;
comment on view analytics.settings is 'One row: the settings that are in force';
comment on column analytics.settings.settings_version is 'Version of the settings; null before the app first ran';
comment on column analytics.settings.in_force_since is 'When they came into force';
comment on column analytics.settings.team_time_zone is 'The team''s zone: every `_on` and `day` of the other views is a day in it';

create view analytics.leads as
select
  l.id as lead_id,
  l.account_id,
  l.source_id as source,
  l.campaign,
  l.record ->> 'channel' as channel,
  l.temperature,
  l.record #>> '{account,industry}' as account_industry,
  case when jsonb_typeof(l.record #> '{account,employees}') = 'number'
    then (l.record #>> '{account,employees}')::bigint end as account_employees,
  l.record #>> '{account,country}' as account_country,
  l.stage,
  l.captured_at,
  (l.captured_at at time zone s.team_time_zone)::date as captured_on,
  l.created_at as received_at,
  coalesce(c.depth >= 1, false) as reached_marketing_qualified,
  coalesce(c.depth >= 2, false) as reached_sales_accepted,
  coalesce(c.depth >= 3, false) as reached_sales_qualified,
  coalesce(c.depth >= 4, false) as reached_opportunity,
  coalesce(c.depth >= 5, false) as reached_won,
  c.marketing_qualified_at,
  c.sales_accepted_at,
  c.sales_qualified_at,
  c.opportunity_at,
  c.won_at,
  c.lost_at
from leads l
cross join analytics.settings s
left join lateral (
  select
    max(case stage when 'marketing_qualified' then 1 when 'sales_accepted' then 2 when 'sales_qualified' then 3
      when 'opportunity' then 4 when 'closed_lost' then 4 when 'closed_won' then 5 end) as depth,
    min(at) filter (where stage = 'marketing_qualified' and not is_inferred) as marketing_qualified_at,
    min(at) filter (where stage = 'sales_accepted' and not is_inferred) as sales_accepted_at,
    min(at) filter (where stage = 'sales_qualified' and not is_inferred) as sales_qualified_at,
    min(at) filter (where stage = 'opportunity' and not is_inferred) as opportunity_at,
    min(at) filter (where stage = 'closed_won' and not is_inferred) as won_at,
    min(at) filter (where stage = 'closed_lost' and not is_inferred) as lost_at
  from stage_changes
  where lead_id = l.id and undone_at is null
) as c on true
where l.source_id <> '_test';
comment on view analytics.leads is 'One row per lead';
comment on column analytics.leads.lead_id is 'The lead';
comment on column analytics.leads.account_id is 'The company it belongs to; null where none is known';
comment on column analytics.leads.source is 'Id of the source it came from, as in the settings';
comment on column analytics.leads.campaign is 'Campaign, as the source named it';
comment on column analytics.leads.channel is 'Channel, such as `demo_request` or `webinar`';
comment on column analytics.leads.temperature is '`hot`, `warm` or `cold`';
comment on column analytics.leads.account_industry is 'Industry of the company, as it was told';
comment on column analytics.leads.account_employees is 'How many people the company has';
comment on column analytics.leads.account_country is 'Country of the company, as it was told';
comment on column analytics.leads.stage is 'Stage of the funnel it is in now, by its code';
comment on column analytics.leads.captured_at is 'When it was captured: what a period of `/funnel` goes by';
comment on column analytics.leads.captured_on is 'The day of that';
comment on column analytics.leads.received_at is 'When it first arrived here';
comment on column analytics.leads.reached_marketing_qualified is 'Whether it came as far as MQL or further, seen or inferred';
comment on column analytics.leads.reached_sales_accepted is 'The same for SAL';
comment on column analytics.leads.reached_sales_qualified is 'The same for SQL';
comment on column analytics.leads.reached_opportunity is 'The same for Opportunity; a lost deal was one';
comment on column analytics.leads.reached_won is 'Whether it was won';
comment on column analytics.leads.marketing_qualified_at is 'When it first became MQL; null where nobody saw it happen';
comment on column analytics.leads.sales_accepted_at is 'The same for SAL';
comment on column analytics.leads.sales_qualified_at is 'The same for SQL';
comment on column analytics.leads.opportunity_at is 'The same for Opportunity';
comment on column analytics.leads.won_at is 'When it was first won';
comment on column analytics.leads.lost_at is 'When it was first lost';

create view analytics.handoffs as
select
  h.id as handoff_id,
  h.lead_id,
  h.leg,
  h.state,
  h.state in ('waiting', 'offered', 'snoozed', 'accepted', 'working') as is_open,
  closing.outcome,
  closing.reason as outcome_reason,
  h.source_id as source,
  h.campaign,
  h.temperature,
  h.pool_id,
  h.owner_id,
  h.policy_id as sla_policy,
  h.offer_no as offers,
  h.snoozes,
  began.captured_at,
  h.created_at,
  (h.created_at at time zone s.team_time_zone)::date as created_on,
  h.first_offered_at,
  h.accepted_at,
  h.responded_at,
  h.closed_at,
  round(extract(epoch from h.accepted_at - h.first_offered_at))::bigint as accept_seconds,
  round(extract(epoch from h.responded_at - h.first_offered_at))::bigint as response_seconds,
  case when h.responded_at is not null
    then greatest(0, round(extract(epoch from h.responded_at - began.captured_at)))::bigint end as speed_to_lead_seconds
from handoffs h
join leads l on l.id = h.lead_id
cross join analytics.settings s
left join lateral (
  select e.type as outcome, e.event ->> 'reason' as reason
  from handoff_events e
  where e.handoff_id = h.id
    and e.type in ('qualified', 'won', 'lost', 'disqualified', 'recycled', 'rejected', 'withdrawn', 'opportunity')
  order by e.id desc limit 1
) as closing on h.state in ('completed', 'rejected', 'withdrawn')
left join lateral (
  select least((i.lead ->> 'occurred_at')::timestamptz, d.received_at) as at
  from items i join deliveries d on d.id = i.delivery_id
  where i.lead_id = h.lead_id and i.handoff_id = h.id and i.outcome = 'handoff'
  order by i.at limit 1
) as came on true
cross join lateral (
  select coalesce(came.at, case
    when h.leg = 'mql_to_sdr'
      and not exists (select from handoff_events b where b.handoff_id = h.id and b.type = 'sent_back')
    then l.captured_at else h.created_at end) as captured_at
) as began
where h.source_id <> '_test' and l.source_id <> '_test';
comment on view analytics.handoffs is 'One row per handoff: the passing of one lead to one owner';
comment on column analytics.handoffs.handoff_id is 'The handoff';
comment on column analytics.handoffs.lead_id is 'Its lead; one lead may have several';
comment on column analytics.handoffs.leg is 'Which passing: `mql_to_sdr`, `sql_to_ae`, `won_to_cs` or `cs_to_ae`';
comment on column analytics.handoffs.state is 'Where it stands now (docs/lifecycle.md)';
comment on column analytics.handoffs.is_open is 'Whether somebody still has something to do';
comment on column analytics.handoffs.outcome is 'How it ended: `qualified`, `won`, `lost`, `disqualified`, `recycled`, `rejected` or `withdrawn`; null while it is open';
comment on column analytics.handoffs.outcome_reason is 'Code of the reason given for that, where one was';
comment on column analytics.handoffs.source is 'Id of the source of its lead';
comment on column analytics.handoffs.campaign is 'Campaign, as the source named it';
comment on column analytics.handoffs.temperature is '`hot`, `warm` or `cold`: it chose the clocks';
comment on column analytics.handoffs.pool_id is 'Pool it went through; null where it was offered by name';
comment on column analytics.handoffs.owner_id is 'Who has it, or had it last: a person''s id of the settings';
comment on column analytics.handoffs.sla_policy is 'SLA policy it was stamped with';
comment on column analytics.handoffs.offers is 'How many times it was offered';
comment on column analytics.handoffs.snoozes is 'How many times it was snoozed';
comment on column analytics.handoffs.captured_at is 'When the lead asked; of a later leg, and of what was sent back, when it was handed over';
comment on column analytics.handoffs.created_at is 'When it was opened';
comment on column analytics.handoffs.created_on is 'The day of that';
comment on column analytics.handoffs.first_offered_at is 'When it was first offered to somebody';
comment on column analytics.handoffs.accepted_at is 'When whoever has it accepted';
comment on column analytics.handoffs.responded_at is 'First response';
comment on column analytics.handoffs.closed_at is 'When it ended';
comment on column analytics.handoffs.accept_seconds is 'From the first offer to the acceptance, nights included';
comment on column analytics.handoffs.response_seconds is 'From the first offer to the first response, nights included';
comment on column analytics.handoffs.speed_to_lead_seconds is 'From `captured_at` to the first response';

create view analytics.stage_changes as
select
  c.id as stage_change_id,
  c.lead_id,
  c.handoff_id,
  c.stage,
  c.is_inferred,
  case when not c.is_inferred then c.at end as entered_at,
  case when not c.is_inferred then (c.at at time zone s.team_time_zone)::date end as entered_on,
  c.at as recorded_at,
  c.cause
from stage_changes c
join leads l on l.id = c.lead_id
cross join analytics.settings s
where c.undone_at is null and l.source_id <> '_test';
comment on view analytics.stage_changes is 'One row per stage a lead entered';
comment on column analytics.stage_changes.stage_change_id is 'The change; later ones are higher';
comment on column analytics.stage_changes.lead_id is 'The lead';
comment on column analytics.stage_changes.handoff_id is 'The handoff that brought it there; null where none did';
comment on column analytics.stage_changes.stage is 'The stage it entered, by its code';
comment on column analytics.stage_changes.is_inferred is 'Whether nobody saw it: a CRM went past this stage';
comment on column analytics.stage_changes.entered_at is 'When it entered; null where that is inferred';
comment on column analytics.stage_changes.entered_on is 'The day of that';
comment on column analytics.stage_changes.recorded_at is 'When it was written down';
comment on column analytics.stage_changes.cause is 'What brought it there: a command, an import, a source';

create view analytics.clocks as
select
  k.id as clock_id,
  k.handoff_id,
  h.lead_id,
  h.leg,
  k.kind as clock,
  k.source_id as source,
  h.temperature,
  h.pool_id,
  k.rep_id,
  k.started_at,
  (k.started_at at time zone s.team_time_zone)::date as started_on,
  k.deadline_at,
  k.paused_at,
  k.stopped_at,
  k.breached_at,
  case
    when k.met and (k.breached_at is null or k.stopped_at <= k.deadline_at) then 'in_time'
    when k.breached_at is not null then 'late'
    when k.stopped_at is null then 'running'
    else 'not_counted'
  end as result
from clocks k
join handoffs h on h.id = k.handoff_id
cross join analytics.settings s
where h.source_id <> '_test';
comment on view analytics.clocks is 'One row per SLA clock that ran';
comment on column analytics.clocks.clock_id is 'The clock';
comment on column analytics.clocks.handoff_id is 'The handoff it ran for';
comment on column analytics.clocks.lead_id is 'The lead of that';
comment on column analytics.clocks.leg is 'The leg of that';
comment on column analytics.clocks.clock is 'What is measured, such as `accept` or `response` (docs/lifecycle.md)';
comment on column analytics.clocks.source is 'Id of the source of the lead';
comment on column analytics.clocks.temperature is '`hot`, `warm` or `cold`';
comment on column analytics.clocks.pool_id is 'Pool of the handoff';
comment on column analytics.clocks.rep_id is 'Whom it measures: a person''s id of the settings; null while a lead waits for somebody';
comment on column analytics.clocks.started_at is 'When it started';
comment on column analytics.clocks.started_on is 'The day of that';
comment on column analytics.clocks.deadline_at is 'By when it had to be done, working hours counted';
comment on column analytics.clocks.paused_at is 'Since when it stands still; null where it does not';
comment on column analytics.clocks.stopped_at is 'When it stopped';
comment on column analytics.clocks.breached_at is 'When the deadline passed before it stopped';
comment on column analytics.clocks.result is '`in_time`, `late`, `running` (and not late yet), or `not_counted` where it stopped because the lead went elsewhere';

create view analytics.rejections as
select
  r.id as rejection_id,
  r.handoff_id,
  r.lead_id,
  h.leg,
  r.source_id as source,
  r.campaign,
  r.reason,
  r.failure_point,
  r.evidence,
  r.weighed ->> 'fact' as weighed_fact,
  r.weighed ->> 'recorded' as recorded_value,
  r.weighed ->> 'corrected' as corrected_value,
  r.objected_by,
  r.objected_at,
  r.rep_id,
  r.at as rejected_at,
  (r.at at time zone s.team_time_zone)::date as rejected_on,
  r.answer_due_at,
  a.at as answered_at,
  a.kind as answer
from rejections r
join handoffs h on h.id = r.handoff_id
left join answers a on a.id = r.answer_id
cross join analytics.settings s
where r.undone_at is null and r.source_id <> '_test';
comment on view analytics.rejections is 'One row per rejection';
comment on column analytics.rejections.rejection_id is 'The rejection';
comment on column analytics.rejections.handoff_id is 'The handoff that was rejected';
comment on column analytics.rejections.lead_id is 'Its lead';
comment on column analytics.rejections.leg is 'Its leg: those of `mql_to_sdr` are for marketing to answer';
comment on column analytics.rejections.source is 'Id of the source of the lead';
comment on column analytics.rejections.campaign is 'Campaign, as the source named it';
comment on column analytics.rejections.reason is 'Code of the reason, as in the settings';
comment on column analytics.rejections.failure_point is 'What failed: `response_timing`, `routing_accuracy`, `qualification_threshold` or `data_quality`';
comment on column analytics.rejections.evidence is 'Whether what is known of the lead bears it out: `supported`, `conflicts`, `corrected` (by its rep) or `unverifiable`';
comment on column analytics.rejections.weighed_fact is 'The fact it stands or falls by, such as `employees`';
comment on column analytics.rejections.recorded_value is 'What the record said of that; null where it said nothing';
comment on column analytics.rejections.corrected_value is 'What its rep put in the place of that; null where nothing was put right';
comment on column analytics.rejections.objected_by is 'The manager who objected to that: a person''s id of the settings';
comment on column analytics.rejections.objected_at is 'When they did';
comment on column analytics.rejections.rep_id is 'Whose lead it was: a person''s id of the settings';
comment on column analytics.rejections.rejected_at is 'When it was rejected';
comment on column analytics.rejections.rejected_on is 'The day of that';
comment on column analytics.rejections.answer_due_at is 'By when marketing owes an answer; null where it owes none';
comment on column analytics.rejections.answered_at is 'When marketing answered';
comment on column analytics.rejections.answer is 'What marketing answered, by its code';

create view analytics.opportunities as
select
  h.handoff_id,
  h.lead_id,
  h.source,
  h.campaign,
  h.owner_id,
  case
    when h.outcome in ('won', 'lost') then h.outcome
    when h.is_open then 'open'
    else 'given_up'
  end as status,
  case when h.outcome = 'lost' then h.outcome_reason end as lost_reason,
  (d.deal ->> 'amount')::numeric as amount,
  d.deal ->> 'currency' as currency,
  d.deal ->> 'subStage' as sub_stage,
  (d.deal ->> 'closeOn')::date as expected_close_on,
  first.at as opened_at,
  (first.at at time zone s.team_time_zone)::date as opened_on,
  h.closed_at,
  (h.closed_at at time zone s.team_time_zone)::date as closed_on,
  (
    select c.evidence ->> 'sourcedBy' from stage_changes c
    where c.lead_id = h.lead_id and c.handoff_id = h.handoff_id and c.stage in ('opportunity', 'closed_won')
      and c.undone_at is null
    order by c.id desc limit 1
  ) as sourced_by
from analytics.handoffs h
join handoffs d on d.id = h.handoff_id
cross join analytics.settings s
left join lateral (
  -- An expansion is a deal of a customer, whose stage it does not change.
  select coalesce(
    (select min(c.at) from stage_changes c
      where c.lead_id = h.lead_id and c.handoff_id = h.handoff_id and c.stage = 'opportunity'
        and c.undone_at is null and not c.is_inferred),
    (select min(c.at) from deal_changes c where c.handoff_id = h.handoff_id and c.undone_at is null)
  ) as at
) as first on true
where h.leg in ('sql_to_ae', 'cs_to_ae') and (d.deal is not null or h.outcome in ('won', 'lost'));
comment on view analytics.opportunities is 'One row per deal: an AE''s handoff on which an amount was said, or which was won or lost';
comment on column analytics.opportunities.handoff_id is 'The AE''s handoff';
comment on column analytics.opportunities.lead_id is 'Its lead';
comment on column analytics.opportunities.source is 'Id of the source of the lead';
comment on column analytics.opportunities.campaign is 'Campaign, as the source named it';
comment on column analytics.opportunities.sourced_by is 'The SDR who has the credit for it: whoever qualified the lead, while `sourcing_credit` runs; a person''s id of the settings';
comment on column analytics.opportunities.owner_id is 'The AE: a person''s id of the settings';
comment on column analytics.opportunities.status is '`open`, `won`, `lost`, or `given_up`: recycled, disqualified or sent back';
comment on column analytics.opportunities.lost_reason is 'Code of the reason it was lost for';
comment on column analytics.opportunities.amount is 'What it is worth, as it was said last; null where nobody said';
comment on column analytics.opportunities.currency is 'Currency of that: amounts of different ones do not add up';
comment on column analytics.opportunities.sub_stage is 'Code of the step it stands at, as in the settings; null where nobody said one';
comment on column analytics.opportunities.expected_close_on is 'When it is expected to be signed, as it was said last';
comment on column analytics.opportunities.opened_at is 'When it became an opportunity; null where nobody saw it happen';
comment on column analytics.opportunities.opened_on is 'The day of that';
comment on column analytics.opportunities.closed_at is 'When it ended; null while it is open';
comment on column analytics.opportunities.closed_on is 'The day of that';

create view analytics.deal_changes as
select
  c.id as deal_change_id,
  c.handoff_id,
  c.lead_id,
  c.rep_id as owner_id,
  c.field,
  c.from_value,
  c.to_value,
  c.at as changed_at,
  (c.at at time zone s.team_time_zone)::date as changed_on
from deal_changes c
join leads l on l.id = c.lead_id
cross join analytics.settings s
where c.undone_at is null and l.source_id <> '_test';
comment on view analytics.deal_changes is 'One row per change of a deal: what slipped, and by how much';
comment on column analytics.deal_changes.deal_change_id is 'The change; later ones are higher';
comment on column analytics.deal_changes.handoff_id is 'The AE''s handoff, as in `analytics.opportunities`';
comment on column analytics.deal_changes.lead_id is 'Its lead';
comment on column analytics.deal_changes.owner_id is 'Whose deal it was then: a person''s id of the settings';
comment on column analytics.deal_changes.field is 'What changed: `amount`, `currency`, `close_on` or `sub_stage`';
comment on column analytics.deal_changes.from_value is 'What was said before; null where it was said for the first time';
comment on column analytics.deal_changes.to_value is 'What is said since';
comment on column analytics.deal_changes.changed_at is 'When';
comment on column analytics.deal_changes.changed_on is 'The day of that';

create view analytics.channel_costs as
select
  day::date as day,
  p.source,
  p.channel,
  p.campaign,
  p.currency,
  round(p.cents / 100.0 / (p."to" - p."from" + 1), 6) as amount
from spend p
cross join lateral generate_series(p."from"::timestamp, p."to"::timestamp, interval '1 day') as day
where p.replaced_by is null;
comment on view analytics.channel_costs is 'One row per day and whatever was spent on: an amount for several days is shared evenly over them';
comment on column analytics.channel_costs.day is 'The day';
comment on column analytics.channel_costs.source is 'Source, as the spending named it: an id or a name; null where it named none';
comment on column analytics.channel_costs.channel is 'Channel, as in `analytics.leads`; null where it named none';
comment on column analytics.channel_costs.campaign is 'Campaign; null where it named none';
comment on column analytics.channel_costs.currency is 'Currency: amounts of different ones do not add up';
comment on column analytics.channel_costs.amount is 'What was spent that day';

create view analytics.sla_daily as
select
  started_on as day,
  leg,
  clock,
  source,
  rep_id,
  count(*) as started,
  count(*) filter (where result = 'in_time') as in_time,
  count(*) filter (where result = 'late') as late,
  count(*) filter (where result = 'running') as running,
  count(*) filter (where result = 'not_counted') as not_counted
from analytics.clocks
group by started_on, leg, clock, source, rep_id;
comment on view analytics.sla_daily is 'One row per day, leg, clock, source and rep; attainment is `in_time ÷ (in_time + late)`, of sums and never of averages';
comment on column analytics.sla_daily.day is 'The day on which the clocks started';
comment on column analytics.sla_daily.leg is 'Leg of the handoffs';
comment on column analytics.sla_daily.clock is 'What was measured';
comment on column analytics.sla_daily.source is 'Id of the source of the leads';
comment on column analytics.sla_daily.rep_id is 'Whom the clocks measure; null where leads waited for somebody';
comment on column analytics.sla_daily.started is 'How many started; the other four add up to it';
comment on column analytics.sla_daily.in_time is 'How many were met in time';
comment on column analytics.sla_daily.late is 'How many ran out';
comment on column analytics.sla_daily.running is 'How many still run, and are not late';
comment on column analytics.sla_daily.not_counted is 'How many stopped because the lead went elsewhere';

create view analytics_personal.contacts as
select
  l.id as lead_id,
  l.record #>> '{person,full_name}' as full_name,
  l.record #>> '{person,first_name}' as first_name,
  l.record #>> '{person,last_name}' as last_name,
  l.record #>> '{person,email}' as email,
  l.record #>> '{person,phone}' as phone,
  l.record #>> '{person,title}' as title,
  l.record #>> '{person,linkedin_url}' as linkedin_url,
  l.record #>> '{person,country}' as country,
  coalesce(l.record #>> '{account,name}', a.name) as company,
  coalesce(a.domain, l.record #>> '{account,domain}') as company_domain
from leads l
left join accounts a on a.id = l.account_id
where l.source_id <> '_test';
comment on view analytics_personal.contacts is 'One row per lead: who it is. Empty where somebody was forgotten';
comment on column analytics_personal.contacts.lead_id is 'The lead, as in `analytics.leads`';
comment on column analytics_personal.contacts.full_name is 'Name';
comment on column analytics_personal.contacts.first_name is 'First name, where it was told apart';
comment on column analytics_personal.contacts.last_name is 'Last name, where it was told apart';
comment on column analytics_personal.contacts.email is 'E-mail address';
comment on column analytics_personal.contacts.phone is 'Phone number, as it was told';
comment on column analytics_personal.contacts.title is 'Job title';
comment on column analytics_personal.contacts.linkedin_url is 'LinkedIn profile';
comment on column analytics_personal.contacts.country is 'Country of the person, as it was told';
comment on column analytics_personal.contacts.company is 'Name of the company';
comment on column analytics_personal.contacts.company_domain is 'Domain of the company';

create view analytics_personal.rejection_notes as
select
  r.id as rejection_id,
  r.lead_id,
  r.note,
  a.note as answer_note
from rejections r
left join answers a on a.id = r.answer_id
where r.undone_at is null and r.source_id <> '_test' and (r.note <> '' or a.note <> '');
comment on view analytics_personal.rejection_notes is 'One row per rejection about which somebody wrote something';
comment on column analytics_personal.rejection_notes.rejection_id is 'The rejection, as in `analytics.rejections`';
comment on column analytics_personal.rejection_notes.lead_id is 'Its lead';
comment on column analytics_personal.rejection_notes.note is 'What the rep wrote';
comment on column analytics_personal.rejection_notes.answer_note is 'What marketing wrote';

create view analytics_personal.team as
select
  person ->> 'id' as person_id,
  person ->> 'name' as name,
  person ->> 'email' as email,
  coalesce(p.slack_id, person ->> 'slack_id') as slack_id,
  person ->> 'manager' as manager_id,
  person ->> 'team' as team
from analytics.settings s
join settings_versions v on v.version = s.settings_version
cross join lateral jsonb_array_elements(
  case when jsonb_typeof(v.document -> 'people') = 'array' then v.document -> 'people' else '[]' end
) as person
left join people p on p.id = person ->> 'id';
comment on view analytics_personal.team is 'One row per person of the settings';
comment on column analytics_personal.team.person_id is 'Their id, as in `owner_id` and `rep_id` of the other views';
comment on column analytics_personal.team.name is 'Name';
comment on column analytics_personal.team.email is 'E-mail address';
comment on column analytics_personal.team.slack_id is 'Slack id';
comment on column analytics_personal.team.manager_id is 'Id of their manager';
comment on column analytics_personal.team.team is 'Team';

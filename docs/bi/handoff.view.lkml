# A start for Looker: views over the schema "analytics" (docs/analytics.md), and an explore that joins them. Put the connection of
# your database into the model that includes this file. Days are the team's own and are not converted again.

explore: leads {
  join: handoffs {
    type: left_outer
    relationship: one_to_many
    sql_on: ${leads.lead_id} = ${handoffs.lead_id} ;;
  }
  join: clocks {
    type: left_outer
    relationship: one_to_many
    sql_on: ${handoffs.handoff_id} = ${clocks.handoff_id} ;;
  }
  join: rejections {
    type: left_outer
    relationship: one_to_many
    sql_on: ${handoffs.handoff_id} = ${rejections.handoff_id} ;;
  }
  join: opportunities {
    type: left_outer
    relationship: one_to_one
    sql_on: ${handoffs.handoff_id} = ${opportunities.handoff_id} ;;
  }
}

view: leads {
  sql_table_name: analytics.leads ;;

  dimension: lead_id {
    primary_key: yes
    type: string
    sql: ${TABLE}.lead_id ;;
  }

  dimension_group: captured_on {
    type: time
    datatype: date
    convert_tz: no
    timeframes: [raw, date, week, month, quarter]
    sql: ${TABLE}.captured_on ;;
  }

  dimension: source {
    type: string
    sql: ${TABLE}.source ;;
  }

  dimension: campaign {
    type: string
    sql: ${TABLE}.campaign ;;
  }

  dimension: channel {
    type: string
    sql: ${TABLE}.channel ;;
  }

  dimension: temperature {
    type: string
    sql: ${TABLE}.temperature ;;
  }

  dimension: stage {
    type: string
    sql: ${TABLE}.stage ;;
  }

  dimension: account_industry {
    type: string
    sql: ${TABLE}.account_industry ;;
  }

  dimension: account_employees {
    type: number
    sql: ${TABLE}.account_employees ;;
  }

  dimension: reached_marketing_qualified {
    type: yesno
    sql: ${TABLE}.reached_marketing_qualified ;;
  }

  dimension: reached_sales_accepted {
    type: yesno
    sql: ${TABLE}.reached_sales_accepted ;;
  }

  dimension: reached_sales_qualified {
    type: yesno
    sql: ${TABLE}.reached_sales_qualified ;;
  }

  dimension: reached_opportunity {
    type: yesno
    sql: ${TABLE}.reached_opportunity ;;
  }

  dimension: reached_won {
    type: yesno
    sql: ${TABLE}.reached_won ;;
  }

  measure: count {
    type: count
  }

  measure: marketing_qualified_leads {
    type: count_distinct
    sql: case when ${TABLE}.reached_marketing_qualified then ${TABLE}.lead_id end ;;
  }

  measure: sales_accepted_leads {
    type: count_distinct
    sql: case when ${TABLE}.reached_sales_accepted then ${TABLE}.lead_id end ;;
  }

  measure: sales_qualified_leads {
    type: count_distinct
    sql: case when ${TABLE}.reached_sales_qualified then ${TABLE}.lead_id end ;;
  }

  measure: opportunity_leads {
    type: count_distinct
    sql: case when ${TABLE}.reached_opportunity then ${TABLE}.lead_id end ;;
  }

  measure: won_leads {
    type: count_distinct
    sql: case when ${TABLE}.reached_won then ${TABLE}.lead_id end ;;
  }

  measure: acceptance_rate {
    type: number
    sql: 1.0 * ${sales_accepted_leads} / nullif(${marketing_qualified_leads}, 0) ;;
  }
}

view: handoffs {
  sql_table_name: analytics.handoffs ;;

  dimension: handoff_id {
    primary_key: yes
    type: string
    sql: ${TABLE}.handoff_id ;;
  }

  dimension: lead_id {
    type: string
    sql: ${TABLE}.lead_id ;;
  }

  dimension: leg {
    type: string
    sql: ${TABLE}.leg ;;
  }

  dimension: state {
    type: string
    sql: ${TABLE}.state ;;
  }

  dimension: is_open {
    type: yesno
    sql: ${TABLE}.is_open ;;
  }

  dimension: outcome {
    type: string
    sql: ${TABLE}.outcome ;;
  }

  dimension: outcome_reason {
    type: string
    sql: ${TABLE}.outcome_reason ;;
  }

  dimension: pool_id {
    type: string
    sql: ${TABLE}.pool_id ;;
  }

  dimension: owner_id {
    type: string
    sql: ${TABLE}.owner_id ;;
  }

  dimension_group: created_on {
    type: time
    datatype: date
    convert_tz: no
    timeframes: [raw, date, week, month, quarter]
    sql: ${TABLE}.created_on ;;
  }

  dimension_group: first_offered {
    type: time
    timeframes: [raw, time, date, week, month, quarter]
    sql: ${TABLE}.first_offered_at ;;
  }

  dimension_group: accepted {
    type: time
    timeframes: [raw, time, date, week, month, quarter]
    sql: ${TABLE}.accepted_at ;;
  }

  dimension_group: responded {
    type: time
    timeframes: [raw, time, date, week, month, quarter]
    sql: ${TABLE}.responded_at ;;
  }

  dimension_group: closed {
    type: time
    timeframes: [raw, time, date, week, month, quarter]
    sql: ${TABLE}.closed_at ;;
  }

  dimension: speed_to_lead_seconds {
    type: number
    sql: ${TABLE}.speed_to_lead_seconds ;;
  }

  measure: count {
    type: count
  }

  measure: median_accept_seconds {
    type: median
    sql: ${TABLE}.accept_seconds ;;
  }

  measure: median_speed_to_lead_seconds {
    type: median
    sql: ${TABLE}.speed_to_lead_seconds ;;
  }
}

view: clocks {
  sql_table_name: analytics.clocks ;;

  dimension: clock_id {
    primary_key: yes
    type: string
    sql: ${TABLE}.clock_id ;;
  }

  dimension: handoff_id {
    type: string
    sql: ${TABLE}.handoff_id ;;
  }

  dimension: leg {
    type: string
    sql: ${TABLE}.leg ;;
  }

  dimension: clock {
    type: string
    sql: ${TABLE}.clock ;;
  }

  dimension: rep_id {
    type: string
    sql: ${TABLE}.rep_id ;;
  }

  dimension: result {
    type: string
    sql: ${TABLE}.result ;;
  }

  dimension_group: started_on {
    type: time
    datatype: date
    convert_tz: no
    timeframes: [raw, date, week, month, quarter]
    sql: ${TABLE}.started_on ;;
  }

  measure: count {
    type: count
  }

  measure: in_time {
    type: count_distinct
    sql: case when ${TABLE}.result = 'in_time' then ${TABLE}.clock_id end ;;
  }

  measure: late {
    type: count_distinct
    sql: case when ${TABLE}.result = 'late' then ${TABLE}.clock_id end ;;
  }

  measure: attainment {
    type: number
    sql: 1.0 * ${in_time} / nullif(${in_time} + ${late}, 0) ;;
  }
}

view: rejections {
  sql_table_name: analytics.rejections ;;

  dimension: rejection_id {
    primary_key: yes
    type: string
    sql: ${TABLE}.rejection_id ;;
  }

  dimension: handoff_id {
    type: string
    sql: ${TABLE}.handoff_id ;;
  }

  dimension: leg {
    type: string
    sql: ${TABLE}.leg ;;
  }

  dimension: reason {
    type: string
    sql: ${TABLE}.reason ;;
  }

  dimension: failure_point {
    type: string
    sql: ${TABLE}.failure_point ;;
  }

  dimension: evidence {
    type: string
    sql: ${TABLE}.evidence ;;
  }

  dimension: answer {
    type: string
    sql: ${TABLE}.answer ;;
  }

  dimension_group: rejected_on {
    type: time
    datatype: date
    convert_tz: no
    timeframes: [raw, date, week, month, quarter]
    sql: ${TABLE}.rejected_on ;;
  }

  measure: count {
    type: count
  }
}

view: opportunities {
  sql_table_name: analytics.opportunities ;;

  dimension: handoff_id {
    primary_key: yes
    type: string
    sql: ${TABLE}.handoff_id ;;
  }

  dimension: owner_id {
    type: string
    sql: ${TABLE}.owner_id ;;
  }

  dimension: status {
    type: string
    sql: ${TABLE}.status ;;
  }

  dimension: lost_reason {
    type: string
    sql: ${TABLE}.lost_reason ;;
  }

  dimension: currency {
    type: string
    sql: ${TABLE}.currency ;;
  }

  dimension: sub_stage {
    type: string
    sql: ${TABLE}.sub_stage ;;
  }

  dimension: amount {
    type: number
    sql: ${TABLE}.amount ;;
  }

  dimension_group: expected_close_on {
    type: time
    datatype: date
    convert_tz: no
    timeframes: [raw, date, week, month, quarter]
    sql: ${TABLE}.expected_close_on ;;
  }

  dimension_group: opened_on {
    type: time
    datatype: date
    convert_tz: no
    timeframes: [raw, date, week, month, quarter]
    sql: ${TABLE}.opened_on ;;
  }

  dimension_group: closed_on {
    type: time
    datatype: date
    convert_tz: no
    timeframes: [raw, date, week, month, quarter]
    sql: ${TABLE}.closed_on ;;
  }

  measure: count {
    type: count
  }

  measure: total_amount {
    type: sum
    sql: ${TABLE}.amount ;;
  }
}

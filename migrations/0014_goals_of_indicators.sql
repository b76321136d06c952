-- What an indicator of a report is held against is its goal. Events keep what was written.
update reports set indicators = (
  select jsonb_agg(case when one ? 'against' then (one - 'against') || jsonb_build_object('goal', one -> 'against') else one end
    order by place)
  from jsonb_array_elements(indicators) with ordinality indicator (one, place))
where indicators @? '$[*].against';

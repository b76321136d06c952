-- One name for one thing: columns have the names of the fields. Only names change, and where they stand in stored documents those.
-- Events keep what was written.
alter table payee_accounts rename column kind to account_kind;
--> statement-breakpoint
alter table payee_accounts rename column number to account_number;
--> statement-breakpoint
alter table payments rename column number to instalment_number;
--> statement-breakpoint
alter table payments rename column return_reason to returned_reason;
--> statement-breakpoint
alter table payments rename column return_voucher_number to returned_voucher_number;
--> statement-breakpoint
alter table payment_runs rename column due_until to due_to;
--> statement-breakpoint
alter table payment_runs rename column count to transaction_count;
--> statement-breakpoint
alter table payment_run_items rename column number to position;
--> statement-breakpoint
alter table payment_run_items rename column set_off to set_off_amount;
--> statement-breakpoint
alter table payment_run_items rename column rejection_reason to rejected_reason;
--> statement-breakpoint
alter table payment_run_items rename column removal_reason to removed_reason;
--> statement-breakpoint
-- What is kept of payments names the column: from now on by its new name, and so does what was kept until now.
drop trigger payments_known_when_made on payments;
--> statement-breakpoint
drop trigger payments_known_when_changed on payments;
--> statement-breakpoint
drop trigger payments_known_when_gone on payments;
--> statement-breakpoint
create constraint trigger payments_known_when_made after insert on payments deferrable initially deferred for each row
  when (new.status not in ('paid', 'returned'))
  execute function keep_state('status', 'agreement_id', 'due_on', 'instalment_number', 'payee_organisation_id', 'payee_account_id',
    'withheld_at', 'before_final', 'service_period_from');
--> statement-breakpoint
create constraint trigger payments_known_when_changed after update on payments deferrable initially deferred for each row
  when (new.status not in ('paid', 'returned')
    and (old.status, old.agreement_id, old.due_on, old.instalment_number, old.payee_organisation_id, old.payee_account_id,
      old.withheld_at, old.before_final, old.service_period_from)
    is distinct from (new.status, new.agreement_id, new.due_on, new.instalment_number, new.payee_organisation_id,
      new.payee_account_id, new.withheld_at, new.before_final, new.service_period_from))
  execute function keep_state('status', 'agreement_id', 'due_on', 'instalment_number', 'payee_organisation_id', 'payee_account_id',
    'withheld_at', 'before_final', 'service_period_from');
--> statement-breakpoint
create constraint trigger payments_known_when_gone after delete on payments deferrable initially deferred for each row
  execute function keep_state('status', 'agreement_id', 'due_on', 'instalment_number', 'payee_organisation_id', 'payee_account_id',
    'withheld_at', 'before_final', 'service_period_from');
--> statement-breakpoint
alter table known_states disable trigger known_states_append_only;
--> statement-breakpoint
update known_states set state = (state - 'number') || jsonb_build_object('instalment_number', state -> 'number')
where relation = 'payments' and state ? 'number';
--> statement-breakpoint
alter table known_states enable trigger known_states_append_only;
--> statement-breakpoint
update payment_run_items set payee = (payee - 'accountId') || jsonb_build_object('payeeAccountId', payee -> 'accountId')
where payee ? 'accountId';
--> statement-breakpoint
update payment_plans set indexation = (indexation - 'share') || jsonb_build_object('percent', indexation -> 'share')
where indexation ? 'share';
--> statement-breakpoint
update reports set indicators = (
  select jsonb_agg(case when one ? 'outcome' then (one - 'outcome') || jsonb_build_object('achieved', one -> 'outcome') else one end
    order by place)
  from jsonb_array_elements(indicators) with ordinality indicator (one, place))
where indicators @? '$[*].outcome';
--> statement-breakpoint
update reports set beneficiaries = (
  select jsonb_agg(case when one ? 'group' then (one - 'group') || jsonb_build_object('targetGroup', one -> 'group') else one end
    order by place)
  from jsonb_array_elements(beneficiaries) with ordinality beneficiary (one, place))
where beneficiaries @? '$[*].group';

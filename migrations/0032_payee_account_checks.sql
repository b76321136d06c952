ALTER TABLE "payee_accounts" ADD COLUMN "check_result" text;--> statement-breakpoint
ALTER TABLE "payee_accounts" ADD COLUMN "checked_on" date;--> statement-breakpoint
ALTER TABLE "payee_accounts" ADD COLUMN "checked_name" text;--> statement-breakpoint
ALTER TABLE "payee_accounts" ADD CONSTRAINT "payee_accounts_check_result" CHECK (check_result in ('match', 'closeMatch', 'noMatch', 'notPossible'));--> statement-breakpoint
ALTER TABLE "payee_accounts" ADD CONSTRAINT "payee_accounts_checked" CHECK ((check_result is null) = (checked_on is null));
/**
 * Columns that are no features, or not in every table, and have a name for people,
 * `cli.export.column.<name>`. Others stand in a heading as their tables call them.
 */
export const columnsWithNames: ReadonlySet<string> = new Set([
    ...['account_id', 'account_or_record', 'amount', 'amount_yearly', 'annual_sales'],
    ...['answered_date', 'assets', 'balance', 'balance_avg', 'balance_end', 'bank', 'below_count'],
    ...['below_tier_max', 'birth_date', 'booked_date', 'branch', 'campaign_id', 'cancelled_date'],
    ...['card_id', 'category', 'cause', 'channel', 'closed_date', 'closes_since_entry'],
    ...['complaint_id', 'contact_id', 'contacted_date', 'counterparty_account_id'],
    ...['counterparty_bank', 'credit_limit', 'currency', 'day', 'difference', 'direction'],
    ...['due_date', 'earned_cause', 'earned_tier', 'education', 'employees', 'entity', 'feature'],
    ...['first_month', 'from_date', 'from_record_id', 'grade', 'granted_date', 'guarantee'],
    ...['has_rate', 'holder_record_id', 'household_id', 'income_yearly', 'industry'],
    ...['interest_due', 'interest_paid', 'interests', 'is_restricted', 'issued_date', 'item'],
    ...['keep_gap', 'kind', 'known_millionths', 'known_since', 'ledger_accounts', 'ledger_end'],
    ...['list', 'loaded_accounts', 'loaded_end', 'loan_class', 'marital_status', 'maturity_date'],
    ...['maturity_month', 'measure', 'month', 'name', 'name_masked', 'near', 'next_gap'],
    ...['next_tier', 'noted_date', 'occupation', 'opened_date', 'outcome', 'overdue_days'],
    ...['owner_key', 'owner_record_id', 'paid_date', 'parent_unit_id', 'party_id'],
    ...['period_end_date', 'principal', 'principal_due', 'principal_paid'],
    ...['private_banking_agreement', 'product', 'product_id', 'qualified_for', 'qualified_tier'],
    ...['rate', 'rate_yearly', 'raw_tier', 'record_column', 'record_id', 'record_key', 'region'],
    ...['relation_id', 'repayment_method', 'reviews_left', 'risk_level', 'role', 'route', 'rule'],
    ...['score', 'severity', 'sex', 'share', 'source_key', 'staff_id', 'stale_count', 'status'],
    ...['system', 'term_days', 'term_months', 'tier', 'tier_before', 'to_record_id'],
    ...['transaction_id', 'unit_id', 'unknown_accounts', 'until_date', 'up_count', 'up_tier_min'],
    ...['valid_until_date'],
])

environment = "staging"
profile     = "lean"

# Replace these with your own; deploy_phase3.sh preflight checks them against the account.
account_id   = "222222222222"
domain_name  = "staging.richesreach.example"
zone_id      = "Z0123456789ABCDEFGHIJ"
owner        = "platform"
cost_center  = "riches-reach"
alarm_emails = ["oncall@richesreach.example"]

monthly_budget_usd = 2500

# Tasks of each of the five services.
sizes = {
  us-east-1      = { min = 2, max = 4, desired = 2 }
  eu-west-1      = { min = 2, max = 4, desired = 2 }
  ap-southeast-1 = { min = 2, max = 4, desired = 2 }
}

# aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing
prefix_lists = {
  us-east-1      = { cloudfront = "pl-3b927c52", health_checkers = "pl-0a1b2c3d4e5f60001" }
  eu-west-1      = { cloudfront = "pl-4fa04526", health_checkers = "pl-0a1b2c3d4e5f60002" }
  ap-southeast-1 = { cloudfront = "pl-31a34658", health_checkers = "pl-0a1b2c3d4e5f60003" }
}

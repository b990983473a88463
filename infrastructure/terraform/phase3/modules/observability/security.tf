resource "aws_guardduty_detector" "this" {
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}

resource "aws_securityhub_account" "this" {
  enable_default_standards  = true
  control_finding_generator = "SECURITY_CONTROL"
}

resource "aws_cloudwatch_event_rule" "findings" {
  name        = "${var.name}-findings"
  description = "High and critical findings of GuardDuty"
  event_pattern = jsonencode({
    source      = ["aws.guardduty"]
    detail-type = ["GuardDuty Finding"]
    detail      = { severity = [{ numeric = [">=", 7] }] }
  })
}

resource "aws_cloudwatch_event_target" "findings" {
  rule = aws_cloudwatch_event_rule.findings.name
  arn  = aws_sns_topic.alarms.arn
}

module "trail_bucket" {
  source = "../log-bucket"
  count  = var.account_baseline ? 1 : 0

  name            = "${var.name}-trail-${var.account_id}"
  account_id      = var.account_id
  writer_services = ["cloudtrail.amazonaws.com"]
  encryption      = "kms"
  kms_key_arn     = var.kms_key_arn
  expire_days     = var.log_retention_days
  force_destroy   = var.force_destroy
}

resource "aws_cloudtrail" "this" {
  count = var.account_baseline ? 1 : 0

  name                          = var.name
  s3_bucket_name                = module.trail_bucket[0].id
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  kms_key_id                    = var.kms_key_arn
}

resource "aws_budgets_budget" "this" {
  count = var.account_baseline ? 1 : 0

  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = [80, 100]
    content {
      notification_type          = "ACTUAL"
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.alarm_emails
    }
  }
}

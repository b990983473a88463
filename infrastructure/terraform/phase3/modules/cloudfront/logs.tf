module "access_logs" {
  source = "../log-bucket"

  name            = "${var.name}-edge-${var.account_id}"
  account_id      = var.account_id
  writer_services = ["delivery.logs.amazonaws.com"]
  encryption      = "kms"
  kms_key_arn     = var.kms_key_arn
  expire_days     = var.log_retention_days
  force_destroy   = var.force_destroy
}

# The older way of logging needs a bucket with access lists; this one does not.
resource "aws_cloudwatch_log_delivery_source" "this" {
  name         = "${var.name}-edge"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  name          = "${var.name}-edge"
  output_format = "parquet"

  delivery_destination_configuration {
    destination_resource_arn = module.access_logs.arn
  }
}

resource "aws_cloudwatch_log_delivery" "this" {
  delivery_source_name     = aws_cloudwatch_log_delivery_source.this.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this.arn
}

output "kms_key_arn" {
  description = "The region's key for data at rest, logs and topics."
  value       = aws_kms_key.this.arn
}

output "kms_key_alias" {
  description = "The key's alias: known before the key is made."
  value       = "alias/${var.name}"
}

output "secret_arn_prefix" {
  description = "What a task puts before a secret's name. Built, not read, so that task definitions are known at plan."
  value       = "arn:aws:secretsmanager:${var.region}:${var.account_id}:secret:${var.name}/"
}

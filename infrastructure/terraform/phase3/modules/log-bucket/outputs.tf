output "id" {
  description = "The bucket, known only once its policy lets the writers in."
  value       = aws_s3_bucket_policy.this.bucket
}

output "arn" {
  description = "The bucket's ARN."
  value       = "arn:aws:s3:::${var.name}"
}

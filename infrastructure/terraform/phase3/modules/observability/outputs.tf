output "topic_arn" {
  description = "Where alarms of the region go."
  value       = aws_sns_topic.alarms.arn
}

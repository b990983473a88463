variable "name" {
  description = "Name of the region's estate, for example riches-reach-prod-us-east-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "name must be 3 to 41 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "account_id" {
  description = "The AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "region" {
  description = "The region of the provider handed to this module."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.region))
    error_message = "region must look like us-east-1."
  }
}

variable "alarm_emails" {
  description = "Who is told."
  type        = set(string)

  validation {
    condition     = length(var.alarm_emails) > 0 && alltrue([for it in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", it))])
    error_message = "alarm_emails must be at least one e-mail address: an alarm that nobody hears is none."
  }
}

variable "watched" {
  description = "What is watched in the region."
  type = object({
    cluster_name         = string
    services             = list(string)
    load_balancer_suffix = string
    target_groups        = map(string)
    database_cluster     = string
    database_is_writer   = bool
    redis_id             = string
    redis_shards         = number
  })
}

variable "account_baseline" {
  description = "Whether this region carries what an account has once: the trail and the budget."
  type        = bool
  default     = false
}

variable "monthly_budget_usd" {
  description = "Spending that raises an alarm at 80 and 100 %."
  type        = number
  default     = 4000

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd must be positive."
  }
}

variable "kms_key_arn" {
  description = "The region's key."
  type        = string
}

variable "log_retention_days" {
  description = "How long the trail is kept."
  type        = number
  default     = 400

  validation {
    condition     = contains([30, 60, 90, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 30, 60, 90, 180, 365 or 400."
  }
}

variable "force_destroy" {
  description = "Whether destroying the stack may delete its logs; only for throw-away environments."
  type        = bool
  default     = false
}

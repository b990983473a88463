variable "name" {
  description = "Name of the bucket; unique in the world, so end it with the account."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "The AWS account whose services may write."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "writer_services" {
  description = "Service principals that deliver logs here."
  type        = list(string)

  validation {
    condition     = length(var.writer_services) > 0 && alltrue([for it in var.writer_services : endswith(it, ".amazonaws.com")])
    error_message = "writer_services must name at least one AWS service, ending in .amazonaws.com."
  }
}

variable "encryption" {
  description = "kms, with kms_key_arn; or s3 for load balancer logs, which AWS delivers under SSE-S3 only."
  type        = string

  validation {
    condition     = contains(["kms", "s3"], var.encryption)
    error_message = "encryption must be kms or s3."
  }
}

variable "kms_key_arn" {
  description = "Key for the objects."
  type        = string
  default     = null
}

variable "expire_days" {
  description = "When an object is deleted."
  type        = number
  default     = 400

  validation {
    condition     = var.expire_days >= 30 && var.expire_days <= 3650
    error_message = "expire_days must be from 30 to 3650."
  }
}

variable "force_destroy" {
  description = "Whether destroying the stack may delete logs with it; only for throw-away environments."
  type        = bool
  default     = false
}

# Given by TF_VAR_… from deploy_phase3.sh, which makes them once and keeps them in Secrets Manager. Never in a file.
variable "origin_secret" {
  description = "Shared by CloudFront and the load balancers. Ends up in the encrypted state."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{32,64}$", var.origin_secret))
    error_message = "origin_secret must be 32 to 64 letters, digits, hyphens or underscores (deploy_phase3.sh makes one)."
  }
}

variable "redis_auth_token" {
  description = "Password of the caches. Ends up in the encrypted state."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9!&#$^<>-]{32,128}$", var.redis_auth_token))
    error_message = "redis_auth_token must be 32 to 128 characters of letters, digits and ! & # $ ^ < > - (deploy_phase3.sh makes one)."
  }
}

variable "database_password" {
  description = "Password of the database's owner. Ephemeral: never in the plan or the state."
  type        = string
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9!#$%^&*()_+=-]{24,99}$", var.database_password))
    error_message = "database_password must be 24 to 99 letters, digits or ! # $ % ^ & * ( ) _ + = - (deploy_phase3.sh makes one)."
  }
}

variable "database_password_version" {
  description = "Raise it with a new database_password."
  type        = number
  default     = 1

  validation {
    condition     = var.database_password_version >= 1 && floor(var.database_password_version) == var.database_password_version
    error_message = "database_password_version must be a whole number from 1."
  }
}

variable "cluster_name" {
  description = "The ECS cluster."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.cluster_name))
    error_message = "cluster_name must be 3 to 41 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "services" {
  description = "Role to the name of its service."
  type        = map(string)
}

variable "request_labels" {
  description = "Role to load-balancer-suffix/target-group-suffix, for the roles that serve requests."
  type        = map(string)
  default     = {}
}

variable "min_size" {
  description = "Tasks at least."
  type        = number

  validation {
    condition     = var.min_size >= 2
    error_message = "min_size must be at least 2: one task is one zone."
  }
}

variable "max_size" {
  description = "Tasks at most."
  type        = number

  validation {
    condition     = var.max_size >= var.min_size && var.max_size <= 100
    error_message = "max_size must be from min_size to 100."
  }
}

variable "cpu_target_percent" {
  description = "Mean CPU that the scaler holds."
  type        = number
  default     = 55

  validation {
    condition     = var.cpu_target_percent >= 20 && var.cpu_target_percent <= 80
    error_message = "cpu_target_percent must be from 20 to 80; above that a lost task overloads the rest."
  }
}

variable "requests_per_task" {
  description = "Requests a minute and task that the scaler holds."
  type        = number
  default     = 6000

  validation {
    condition     = var.requests_per_task >= 60
    error_message = "requests_per_task must be at least 60 a minute."
  }
}

variable "schedule" {
  description = "Floors known in advance, such as the market's open: name to a cron or at expression in a time zone, and the floor from then on. Our forecaster writes these."
  type = map(object({
    expression = string
    timezone   = string
    min_size   = number
  }))
  default = {}

  validation {
    condition     = alltrue([for it in values(var.schedule) : can(regex("^(cron|at)\\(.+\\)$", it.expression))])
    error_message = "schedule expressions must be cron(…) or at(…)."
  }

  validation {
    condition     = alltrue([for it in values(var.schedule) : it.min_size >= var.min_size && it.min_size <= var.max_size])
    error_message = "schedule floors must lie between min_size and max_size."
  }
}

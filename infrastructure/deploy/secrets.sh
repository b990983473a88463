# shellcheck shell=bash
# Secrets travel by standard input and environment, never as arguments: those are readable by every process.

own_secret_name() { printf 'riches-reach-%s/deployment-%s' "$ENVIRONMENT" "$1"; }

read_secret() { aws secretsmanager get-secret-value --region us-east-1 --secret-id "$1" --query SecretString --output text 2>/dev/null; }

random_text() { head -c 30 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n'; }

# What the deployment itself needs to plan. Made once, kept outside Terraform, because Terraform needs them to begin.
ensure_own_secrets() {
  local name
  for name in origin redis database; do
    read_secret "$(own_secret_name "$name")" >/dev/null && continue
    random_text | change aws secretsmanager create-secret --region us-east-1 --name "$(own_secret_name "$name")" --secret-string file:///dev/stdin >/dev/null
  done
}

load_own_secrets() {
  local placeholder=not-made-yet-0123456789abcdef0123456789
  TF_VAR_origin_secret=$(read_secret "$(own_secret_name origin)") || TF_VAR_origin_secret=$placeholder
  TF_VAR_redis_auth_token=$(read_secret "$(own_secret_name redis)") || TF_VAR_redis_auth_token=$placeholder
  TF_VAR_database_password=$(read_secret "$(own_secret_name database)") || TF_VAR_database_password=$placeholder
  [ -n "$DRY_RUN" ] || [ "$TF_VAR_origin_secret" != "$placeholder" ] || fail "The deployment's own secrets are missing." "Run the step secrets: --from secrets."
  export TF_VAR_origin_secret TF_VAR_redis_auth_token TF_VAR_database_password
}

# Puts a value that is not there yet; one that is there is rotated by the runbook, not by a deployment.
put_once() {
  local id=riches-reach-$ENVIRONMENT/$1
  read_secret "$id" >/dev/null && cat >/dev/null && return 0
  change aws secretsmanager put-secret-value --region us-east-1 --secret-id "$id" --secret-string file:///dev/stdin >/dev/null
}

# One of the facts that Terraform tells at its end.
fact() { terraform -chdir="$PHASE3" output -raw facts | sed -n "s/^$1=//p"; }

put_application_secrets() {
  load_own_secrets
  local region kind host variable name value
  for name in openai anthropic google; do
    variable=$(printf '%s_API_KEY' "$name" | tr '[:lower:]' '[:upper:]')
    value=${!variable:-}
    if [ -z "$value" ]; then
      read_secret "riches-reach-$ENVIRONMENT/$name-api-key" >/dev/null || [ -n "$DRY_RUN" ] || fail "$variable is not set and was never stored." "export $variable=…, then run again."
      continue
    fi
    printf '%s' "$value" | put_once "$name-api-key"
  done
  for region in us-east-1 eu-west-1 ap-southeast-1; do
    kind=reader
    [ "$region" != "$(writer_region)" ] || kind=writer
    host=$([ -n "$DRY_RUN" ] || fact "$region.$kind")
    printf 'postgres://richesreach_owner:%s@%s:5432/richesreach?sslmode=verify-full' "$TF_VAR_database_password" "$host" | put_once "database-url-$region"
    host=$([ -n "$DRY_RUN" ] || fact "$region.redis")
    printf 'rediss://:%s@%s:6379' "$TF_VAR_redis_auth_token" "$host" | put_once "redis-url-$region"
  done
}

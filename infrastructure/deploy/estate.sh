# shellcheck shell=bash
# Terraform: plan, judge, apply exactly what was judged.

writer_region() { local it; it=$(setting writer_region) && printf '%s' "${it:-us-east-1}"; }

# Stands for the digest of an image that a dry run did not push.
NO_DIGEST=sha256:$(printf '0%.0s' {1..64})

# Which digest runs where, as the last finished change left it.
RUNNING=''
load_running() {
  RUNNING=$(aws s3 cp "s3://$STATE_BUCKET/releases/$ENVIRONMENT.running" - 2>/dev/null) || RUNNING=''
}

running_in() { printf '%s\n' "$RUNNING" | sed -n "s/^$1 //p"; }

save_running() {
  RUNNING=$1
  [ -n "$DRY_RUN" ] || printf '%s\n' "$RUNNING" | change aws s3 cp - "s3://$STATE_BUCKET/releases/$ENVIRONMENT.running" --only-show-errors
}

# apply_with <digest for us-east-1> <for eu-west-1> <for ap-southeast-1>
apply_with() {
  local plan=$WORK/plan code=0
  load_own_secrets
  export TF_VAR_image_digests="{\"us-east-1\":\"$1\",\"eu-west-1\":\"$2\",\"ap-southeast-1\":\"$3\"}" TF_VAR_migration_digest=${DIGEST:-$NO_DIGEST}
  if [ -z "${INITIALISED:-}" ]; then
    terraform -chdir="$PHASE3" init -input=false -backend-config="envs/$ENVIRONMENT.s3.tfbackend" >"$WORK/init.log" 2>&1 || fail "terraform init failed; see $WORK/init.log." "Is the bucket there, and the lock file committed?"
    INITIALISED=1
  fi
  terraform -chdir="$PHASE3" plan -input=false -detailed-exitcode -var-file="envs/$ENVIRONMENT.tfvars" -out="$plan" >"$WORK/plan.log" 2>&1 || code=$?
  case $code in
  0) say "             no change" && return 0 ;;
  2) ;;
  *) fail "The plan failed; see $WORK/plan.log." "If it is locked by a run that died: terraform force-unlock." ;;
  esac
  terraform -chdir="$PHASE3" show -json "$plan" >"$plan.json"
  (cd "$ROOT" && npm run --silent policy -- "$plan.json") >"$WORK/policy.log" 2>&1 || fail "The plan breaks the policy; see $WORK/policy.log." "Mend what it names. Nothing was changed."
  tail -n 40 "$WORK/plan.log" | grep '^Plan:' || true
  confirm
  change terraform -chdir="$PHASE3" apply -input=false "$plan" >"$WORK/apply.log" 2>&1 || fail "The apply stopped; see $WORK/apply.log." "Run again: it goes on where it stopped."
}

confirm() {
  [ "$ENVIRONMENT" = prod ] && [ -z "$YES$DRY_RUN" ] || return 0
  [ -t 0 ] || fail "A production apply asks first, and nobody is there to answer." "Add --yes."
  local answer
  read -r -p 'Apply this to production? Type yes: ' answer
  [ "$answer" = yes ] || fail "Not confirmed." "Nothing was changed."
}

# Infrastructure changes, while every region keeps the image it runs. On the very first run that is the new one.
apply_infrastructure() {
  load_running
  local region digests=()
  for region in us-east-1 eu-west-1 ap-southeast-1; do digests+=("$(running_in "$region")"); done
  [ -n "${digests[0]}" ] || digests=("${DIGEST:-$NO_DIGEST}" "${DIGEST:-$NO_DIGEST}" "${DIGEST:-$NO_DIGEST}")
  apply_with "${digests[@]}"
  [ -n "$RUNNING" ] || save_running "$(printf '%s %s\n' us-east-1 "${digests[0]}" eu-west-1 "${digests[1]}" ap-southeast-1 "${digests[2]}")"
}

# The schema is changed by a task of its own in the writer's region, before any service runs the new code.
migrate() {
  local region cluster definition subnets group task status
  region=$(writer_region)
  [ -z "$DRY_RUN" ] || { say "would run: the migration in $region" && return 0; }
  cluster=$(fact "$region.cluster") definition=$(fact "$region.task_definition")
  subnets=$(fact "$region.subnets") group=$(fact "$region.security_group")
  task=$(change aws ecs run-task --region "$region" --cluster "$cluster" --task-definition "$definition" --launch-type FARGATE --started-by "deploy-$RELEASE" \
    --network-configuration "awsvpcConfiguration={subnets=[$subnets],securityGroups=[$group],assignPublicIp=DISABLED}" --query 'tasks[0].taskArn' --output text)
  aws ecs wait tasks-stopped --region "$region" --cluster "$cluster" --tasks "$task"
  status=$(aws ecs describe-tasks --region "$region" --cluster "$cluster" --tasks "$task" --query 'tasks[0].containers[0].exitCode' --output text)
  [ "$status" = 0 ] || fail "The migration ended with $status; no service was changed." "Read the log /riches-reach/$cluster/worker, stream migrate/app."
}

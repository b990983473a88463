# shellcheck shell=bash
# The journal: one line a finished step, under the release it belongs to.

say() { printf '%s\n' "$*"; }

fail() {
  printf 'Stopped: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '    Fix: %s\n' "$2" >&2
  exit 1
}

# Everything that changes something goes through here.
change() {
  if [ -n "$DRY_RUN" ]; then
    say "would run: $*" >&2
    # Whoever hands a secret over must be able to finish.
    [ -t 0 ] || cat >/dev/null
    return 0
  fi
  "$@"
}

# Two runs at once would take turns in moving the same services.
open_journal() {
  JOURNAL=$WORK/journal
  touch "$JOURNAL"
  exec 8>"$WORK/lock"
  flock --nonblock 8 || fail "Another deployment of $ENVIRONMENT is running." "Wait for it, or end it and start again: it resumes."
}

is_done() { grep -qxF "$RELEASE $1" "$JOURNAL"; }

mark_done() { [ -n "$DRY_RUN" ] || printf '%s %s\n' "$RELEASE" "$1" >>"$JOURNAL"; }

show_journal() { if [ -s "$JOURNAL" ]; then cat "$JOURNAL"; else say "Nothing was deployed to $ENVIRONMENT from here."; fi; }

# Steps in their order, for --from and --only to be checked against.
check_choice() {
  local regions=$1 region choice known="push secrets infrastructure values migrate"
  for region in $regions; do known="$known region:$region"; done
  known="$known edge record"
  for choice in $FROM $ONLY; do
    case " $known " in
    *" $choice "*) ;;
    *) fail "There is no step $choice." "Use one of: $known." ;;
    esac
  done
  [ -z "$REGION" ] || case " $regions " in *" $REGION "*) ;; *) fail "There is no region $REGION." "Use one of: $regions." ;; esac
  REACHED=''
  [ -n "$FROM" ] || REACHED=1
}

run_step() {
  local name=$1
  shift
  [ "$name" != "$FROM" ] || REACHED=1
  [ -n "${REACHED:-}" ] || return 0
  [ -z "$ONLY" ] || [ "$ONLY" = "$name" ] || return 0
  if is_done "$name" && [ "$ONLY" != "$name" ] && [ "$FROM" != "$name" ]; then
    say "done before  $name"
    return 0
  fi
  say "now          $name"
  "$@"
  mark_done "$name"
}

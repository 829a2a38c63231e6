### The screens of check and diff, and what they share with the reports

## Names and numbers

report-the-router = the router
report-lines = { $number ->
        [one] 1 line
       *[other] { $shown } lines
    }
report-routers = { $number ->
        [one] 1 router
       *[other] { $shown } routers
    }
report-files = { $number ->
        [one] 1 file
       *[other] { $shown } files
    }
report-appliances = { $number ->
        [one] 1 appliance
       *[other] { $shown } appliances
    }
report-profiles = { $number ->
        [one] 1 Network Profile
       *[other] { $shown } Network Profiles
    }
report-translations = { $number ->
        [one] 1 translation
       *[other] { $shown } translations
    }
report-more-translations = translations
report-and = { $first } and { $second }
report-and-more = and { $more } more
report-on = on { $router }
report-who-on = { $who } on { $router }
report-by-plan = plan { $plan }
# The blank before it belongs to it.
report-confidence = { " " }({ $confidence })

## What was read

report-mac-addresses = MAC addresses
report-vcenter-events = vCenter events
report-security-policy = security policy of port groups
report-not-ios = { $extent }: { $title }. This program judges Cisco IOS and IOS-XE only; nothing in it is judged.
report-by = { " " }(by { $evidence })
report-by-line = { " " }(line { $line }: { $quoted })
report-read-whole = whole running-config and translation table
report-no-config = no running-config
report-part-of-config = only part of a running-config
report-config-cut = running-config cut off at { $place }
report-config-filtered = running-config filtered at { $place }
report-no-table = no translation table
report-table-cut = translation table cut off at { $place }
report-table-filtered = translation table filtered at { $place }

## What becomes of an uplink

report-leaves-kept = leaves as { $global }, port kept
report-leaves-changed = leaves as { $global }, not from { $port }
report-leaves-not-always = leaves as { $global }, not always from { $port }
report-port = port { $port }
report-will-keep = will leave as { $global }, port kept
report-will-change = will leave as { $global }, not from { $port }
# $behind: an address, or "none".
report-will-change-somehow = will leave{ $behind ->
        [none] { "" }
       *[other] { " " }behind { $behind }
    } from another port than { $port }
report-may-change = may be remapped: { $port } or { $other }{ $behind ->
        [none] { "" }
       *[other] { " " }behind { $behind }
    }, whoever speaks first
report-may-change-somehow = may be remapped: { $port }{ $behind ->
        [none] { "" }
       *[other] { " " }behind { $behind }
    } goes to whoever speaks first
report-may-change-by-way = may be remapped from { $port }; { $reason }
report-will-be-dropped = will be dropped, it does not leave
report-untranslated = not translated: leaves with its inside address
report-not-looked-at = NAT does not look at it: leaves with its inside address
report-no-rule = no NAT rule: leaves with its inside address
report-not-known = not known from this capture
report-not-known-because = not known: { $reason }
report-outcome = { $outcome ->
        [kept] kept
        [remapped] changed
        [either] may be changed
        [dropped] dropped
        [untranslated] not translated
       *[unknown] not known
    }
report-for-now = { $seen } for now: nothing reserves it
report-by-rows-alone = { $seen }; but only the configuration tells whether that stays so
report-by-other-peers = { $seen }; but towards { $peers }, and not towards the peer that was named, { $peer }
report-by-stale-rows = { $seen }; but by rows that do not follow from the configuration, or are of other traffic
report-by-odd-rows = { $seen }; but by rows that do not follow from the configuration, or not towards the named peer
report-but = ; but { $open }
report-not-sure = ; not sure: { $reason }
report-doubt-cut = the configuration is cut off
report-doubt-part = only a part of the configuration is in the capture
report-doubt-arrival = nothing says where { $host } arrives
report-doubt-no-nat = the router has no line of NAT, and another device may translate it
report-doubt-unread = a line that was not understood may change it
report-more-outcomes = ; and { $more } more
report-inferred-name = { $name } (inferred)
report-inferred = Appliances are inferred from UDP 4500 in the capture, nobody named them; --ix, --ne or --inventory make it certain.
report-possible = Which address of a Network Profile becomes whose uplink is not known before HCX has deployed the appliances: each is judged as if all of them were in use.
report-on-router = on { $router }: { $words }

## The findings

report-more-of-code = And { $more } more { $code }; `-o json` lists them all.
report-accepted = Accepted by the inventory or the baseline: { $findings }
report-more-lines = and { $more ->
        [one] 1 more line
       *[other] { $shown } more lines
    }

## The plans

report-no-plan = No plan: { $why }
report-plan = Plan { $id }: { $title }
report-plan-for = Plan { $id } for { $router }: { $title }
report-look = See first that the numbers typed below are free:
report-change = Change:
report-change-asks = Change, line by line, because the router may ask:
report-clear = Remove the entries that would survive it:
report-check = Check:
report-expect = rows to expect, the live ones once the appliance has spoken:
report-expect-any-peer = rows to expect, the live ones once the appliance has spoken (<peer>: whichever it speaks to):
report-keep = When it works, keep it:
report-take-back = To take it back, if need be:
report-guard = not part of the plan: { $why }
report-guard-lines = not part of the plan: { $why }; to admit the peers only:
report-note = Note: { $note }
report-resolves = resolves { $codes }
report-resolves-none = resolves no finding
report-in-part = { $code } in part
report-proof = proved on the model: { $resolves }; after it: { $verdict }
report-proof-but = proved on the model: { $resolves }; after it: { $verdict }, and { $codes } stays

## The account of all lines

report-coverage = { $lines }: { $modelled } modelled, { $harmless } harmless, { $unsupported } unsupported{ $affect }, { $malformed } malformed, { $unrecognized } not recognised
report-nothing-recognised = Nothing is recognised as router output in { $names }
report-nothing-recognised-more = Nothing is recognised as router output in { $names } { $more }
report-affect = { " " }({ $affect } can affect NAT)
report-at-least-affect = { " " }(at least { $affect } can affect NAT)
report-not-modelled = { $lines } not modelled that can affect NAT
report-parse-lists = { $more } more: `hcxnat parse` lists them all
report-not-checked = Not checked: { $list }

## The verdict

report-no-router = no router is in the input, so no port was judged; MAC addresses were compared{ $tally }.
report-no-appliance = no appliance is named, and none could be inferred from UDP 4500{ $tally }.
report-all-keep = { $all } can keep the port{ $tally }.
report-all-fixed = { $all } leave from a port that stays what it is; { $moved } of them not from the port they use inside, and whether HCX accepts that is not settled{ $tally }.
report-some-fail = { $some } of { $all } { $how ->
        [unsure] cannot be sure of the port
        [cannot-or-may-lose] cannot keep the port, or may lose it
       *[cannot] cannot keep the port
    }{ $tally }.
report-none-judged = none of { $all } could be judged: no IOS or IOS-XE router is in the capture{ $tally }.
report-some-open = { $some } of { $all } could not be judged from this capture{ $tally }.
report-tally = { " " }({ $tally })
report-findings = { $number ->
        [one] 1 { $severity }
       *[other] { $shown } { $severity }s
    }
report-paste-next = Paste next:

## Many routers

report-fleet = { $routers } in { $files }: { $verdicts }
report-routers-of = { $count } { $verdict }
report-routers-without = { $count } without an appliance
report-fleet-not-judged = { $extent }: { $title }, which is not judged
report-fleet-more-not-judged = and { $more } more that are neither IOS nor IOS-XE
report-fleet-inferred = Appliances are inferred from UDP 4500 on each router alone, nobody named them; --ix, --ne or --inventory make it certain.
report-none-here = no appliance
report-and-others = { $name } and { $more } more
report-these-of = { $name } ({ $some } of { $all })
report-code-on = { $code } { $name }: on { $routers }
report-see-one = One router in full, with its change plan (add the options of this run):
report-see-all = All of them: -o json=FILE. What to type: hcxnat fix PATH. What a code means: hcxnat explain CODE.

## Before and after

report-diff-absent = absent
report-diff-none = No finding is { $what ->
        [gone] gone
        [new] new
       *[left] as before
    }.
report-diff-some = { $number ->
        [one] 1 finding is
       *[other] { $shown } findings are
    } { $what ->
        [gone] gone
        [new] new
       *[left] as before
    }:
report-diff-same = { $is }, as before
report-diff-change = { $was } before, { $is } after

## The last line

exit-nothing = Exit code 3: nothing recognised in the input.
exit-findings = Exit code 1: { $worst ->
        [error] an error
        [warning] a warning
       *[note] a note
    } is at or above --fail-on { $threshold }.
exit-inconclusive = Exit code 4: inconclusive is not a pass.
exit-accepted = Exit code 0: what was found is accepted.
exit-no-finding = Exit code 0: no finding.
exit-never = Exit code 0: --fail-on never.
exit-below = Exit code 0: no finding at or above --fail-on { $threshold }.
exit-hidden = { $number ->
        [one] 1 finding below --min-severity { $least } is
       *[other] { $number } findings below --min-severity { $least } are
    } not shown.

## What is not looked at

report-not-checked-line = bandwidth, loss and round-trip time
report-not-checked-beyond = NAT, firewalls and filters beyond this router, and the cloud side

## The trace of a flow

trace-as = Ports handed out as { $name } does, and as if the flow had no entry yet.
trace-source = Source:
trace-no-device = No device in this capture: nothing to trace through.
trace-expected = Expected:
trace-seen = Seen:
trace-not-seen = not in the translation table of this capture
# At most 15 columns.
trace-step = { $step ->
        [ingress] arrives
        [acl-in] access list in
        [policy-route] policy routing
        [route] route
        [branch] one way
        [nat-lookup] NAT?
        [rule-skipped] rule skipped
        [rule-matched] rule applies
        [address] inside global
        [port-tried] port tried
        [port] port
        [crypto] crypto map
        [acl-out] access list out
        [inspect] inspection
        [zone] zones
        [return] way back
        [return-nat] NAT back
       *[failover] failover
    }

### The HTML report and the Markdown ticket

## Frame

html-title = HCX uplinks behind Cisco NAT: { $verdict }
html-heading = HCX uplinks behind Cisco NAT
html-skip = Skip to the report
html-made-by = Made by hcxnat { $version } from pasted text. It talked to no device.
html-sections = Sections
html-sentence = { $says }.
html-paste-next = To decide what is open, paste next
markdown-paste-next = To decide what is open, paste next:
html-and-more = And { $count } more.

## Uplinks

html-uplinks = Uplinks
html-no-uplink = No uplink was judged.
html-inferred = Appliances are inferred from UDP 4500 in the capture; nobody named them.
html-head-verdict = Verdict
html-head-appliance = Appliance
html-head-router = Router
html-head-outcome = What becomes of it
html-not-known = not known

## Pictures

html-pictures = What the router does
html-other-routers = The table below has the other { $count } routers.
html-now = { $router } now
html-picture-now = { $router }, now
html-after = { $router } after plan { $plan }
html-picture-after = { $router }, after plan { $plan }
html-more-in-table = And { $count } more in the table.
html-legend = Lines
html-line-good = keeps its port, or has it fixed
html-line-bad = does not get what it needs
html-line-open = not decided by this capture
html-line-stranger = a host that is no appliance
html-line-wanted = the port it wanted, and another one has
html-column-appliance = Appliance, inside local
html-column-peer = Peer
html-more-rules = and { $count } more lines
html-lane-dropped = dropped
html-lane-not = not { $port }
html-lane-peers = { $count } peers
html-lane-any-peer = any peer
html-lane-port = port { $port }
html-lane-plan = plan { $plan }
html-lane-after = { $verdict }: { $name } { $local } leaves as { $global }{ $by ->
        [static] , fixed by a static
       *[nothing] { "" }
    }
html-lane-stranger = another host
html-lane-elsewhere = elsewhere
html-lane-stranger-has = { $local }, no appliance, has port { $port } of { $address }

## Ports

html-ports = Ports of the inside global address
html-more-addresses = And { $count } more addresses.
html-ports-of = UDP ports in use on { $address } of { $router }
html-ports-told = { $count ->
        [one] { $ports } port
       *[other] { $ports } ports
    } of { $first }-{ $last } in use, each bar is { $bar } ports; the cells are the ports around { $wanted }, shaded where in use; { $wanted } is { $state ->
        [taken] in use
       *[free] free in this table
    }{ $next }.
html-ports-first-free = , and the first free one from 1024 up is { $port }
html-port-taken = in use
html-port-free = free
html-port-state = { $port } { $state ->
        [taken] in use
       *[free] free
    }
html-port-held = held by { $who }
html-port-static = a static of the configuration
html-holders = Who has which
html-head-port = Port
html-head-host = Inside host
html-head-line = Line

## Findings

html-findings = Findings
html-more-findings = And { $count } more; the JSON report lists them all.
markdown-more-findings = And { $count ->
        [one] { $findings } more finding
       *[other] { $findings } more findings
    }; the JSON report lists them all.
html-accepted = Accepted by the inventory
markdown-accepted = Accepted by the inventory:
html-more-lines = And { $count ->
        [one] { $lines } more line
       *[other] { $lines } more lines
    }.
markdown-more-lines = and { $count ->
        [one] { $lines } more line
       *[other] { $lines } more lines
    }

## Plans

html-plan = Plan
html-to-type = What to type
html-no-plan = No plan:
html-plan-title = Plan { $plan }: { $title }
html-plan-title-on = Plan { $plan }: { $title }, on { $router }
markdown-plan-title-for = Plan { $plan } for { $router }: { $title }
html-plan-look = See first that the numbers typed below are free
html-plan-change = Change
html-plan-change-asks = Change, line by line, because the router may ask
html-plan-clear = Remove the entries that would survive it
html-plan-check = Check
html-plan-keep = When it works, keep it
markdown-step = Step { $number }: { $title }
html-plan-rollback = To take it back
markdown-beside-plan = Beside the plan
html-plan-notes = Before you type

## What was read

html-checklist = Checklist
html-read = What was read
html-head-input = Input
html-head-for = For
html-head-bytes = Bytes
html-for-router = router
html-for-inventory = inventory
html-read-router = Router: { $router }
html-read-appliances = Appliances: { $asked }
html-read-program = Program: hcxnat { $version }, { $count } rules (rule set { $digest })
markdown-read-made = Made: { $made }
html-read-not-checked = Not checked: { $what }

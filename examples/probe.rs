#![allow(missing_docs)]
use hcxnat::*;
fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut intent = intent::Intent::default();
    while let Some(i) =
        args.iter().position(|a| a.starts_with("ix=") || a.starts_with("ne=") || a.starts_with("spare="))
    {
        let a = args.remove(i);
        let (k, v) = a.split_once('=').unwrap();
        if k == "spare" {
            intent.spare_addresses.push(v.parse().unwrap());
            continue;
        }
        let (addr, peer) = v.split_once('@').map(|(a, b)| (a, Some(b))).unwrap_or((v, None));
        let mut u = intent::Uplink::new(addr.parse().unwrap());
        u.peers = peer.map(|p| p.parse().unwrap()).into_iter().collect();
        intent.appliances.push(intent::Appliance {
            name: format!("{} {addr}", k.to_uppercase()),
            role: k.to_uppercase(),
            uplinks: vec![u],
            inferred: false,
        });
    }
    let inputs: Vec<_> = args.iter().map(|p| capture::Input::File(p.into())).collect();
    let r = analyze(&inputs, &intent, source::SourceMap::default(), &Settings::default()).unwrap();
    for (i, d) in r.network.devices.iter().enumerate() {
        println!(
            "device {i} {:?} {:?} cfg={:?} table={:?} rows={} watched={} rules={} ifs={} acls={} doubts={}",
            d.name,
            d.dialect,
            d.config,
            d.table.state,
            d.table.row_count,
            d.table.rows.len(),
            d.nat_rules.len(),
            d.interfaces.len(),
            d.acls.len(),
            d.doubts.len()
        );
    }
    for f in &r.flows {
        println!(
            "flow {} {} -> {:?} {:?} {:?} {:?} obs={:?} => {:?}\n    {}",
            r.appliances[f.appliance].name,
            f.flow,
            f.predicted.outcome,
            f.predicted.inside_global.as_ref().map(|a| a.to_string()),
            f.predicted.expected_port,
            f.predicted.confidence,
            f.observed.iter().map(|o| o.inside_global.to_string()).collect::<Vec<_>>(),
            f.verdict,
            f.predicted.reason
        );
        for s in &f.trace.steps {
            println!(
                "      {:?}: {}  {:?}",
                s.kind,
                s.says,
                s.evidence.iter().map(|e| r.network.sources.position(*e).map(|p| p.line)).collect::<Vec<_>>()
            );
        }
    }
    for f in &r.findings {
        println!("{:?} {} {:?} {}\n   help: {}", f.severity, f.code, f.confidence, f.message, f.help);
        for l in &f.labels {
            println!(
                "     {} {:?}: {:?} <- {}",
                if l.primary { "*" } else { " " },
                r.network.sources.position(l.span).map(|p| p.line),
                r.network.sources.quote(l.span),
                l.message
            );
        }
    }
    for p in &r.plans {
        println!(
            "{} {}\n{}\n--clear\n{}\n--rollback\n{}\nnotes {:#?}\n{:?}",
            p.id,
            p.title,
            p.commands.join("\n"),
            p.clear.join("\n"),
            p.rollback.join("\n"),
            p.notes,
            p.proof
        );
    }
    println!("refused {:?}\nverdict {:?} paste {:?}", r.no_plan, r.verdict, r.paste_next);
    let c = &r.network.coverage;
    use grammar::State::*;
    println!(
        "coverage {} lines: {:?}",
        c.lines(),
        [Modelled, Harmless, Unsupported, Malformed, Unrecognized].map(|s| c.of(s))
    );
    for n in c.notes().iter().take(12) {
        println!("  {:?} line {} {}", n.state, n.line, n.effect);
    }
}

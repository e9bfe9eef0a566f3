//! Which package may use which. The table is the one of `docs/ARCHITECTURE.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::sources::root;

/// Our packages that each of ours may depend on; build and test dependencies are free.
const ARROWS: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("domain", &["protocol"]),
    ("scheduler", &["domain", "protocol"]),
    ("plan", &["scheduler"]),
    ("store", &["domain", "protocol"]),
    ("app", &["store", "domain", "scheduler", "protocol"]),
    ("web", &["app", "protocol"]),
    ("server", &["web", "app", "store", "domain", "protocol"]),
    ("client-core", &["domain", "protocol"]),
    ("client", &["client-core", "protocol"]),
    ("bundle", &[]),
    ("tidy", &[]),
    (
        "scenarios",
        &[
            "protocol",
            "domain",
            "scheduler",
            "store",
            "app",
            "web",
            "client-core",
        ],
    ),
    (
        "loadtests",
        &[
            "protocol",
            "domain",
            "scheduler",
            "store",
            "app",
            "web",
            "client-core",
        ],
    ),
];

/// Packages from outside that only these of ours may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("axum", &["web", "loadtests"]),
    ("yew", &["client"]),
    ("gloo", &["client"]),
    ("web-sys", &["client"]),
    ("lettre", &["app"]),
    ("ring", &["app"]),
    ("reqwest", &["app", "loadtests", "scenarios"]),
    ("cadical", &["scheduler"]),
];

/// The rules take time and randomness as arguments and do no I/O: everything that they may use.
const RULES_MAY_USE: &[(&str, &[&str])] = &[
    (
        "protocol",
        &["serde", "serde_bytes", "rmp-serde", "uuid", "sha2"],
    ),
    ("domain", &["imbl", "serde"]),
    ("scheduler", &["imbl", "pathfinding", "cadical"]),
    (
        "client-core",
        &["serde", "serde_bytes", "rmp-serde", "imbl"],
    ),
];

/// Package to the names of its ordinary dependencies.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    packages
        .iter()
        .map(|package| {
            let used = package["dependencies"]
                .as_array()
                .expect("a list of dependencies");
            let ordinary = used
                .iter()
                .filter(|dependency| dependency["kind"].is_null());
            let names = ordinary
                .map(|dependency| dependency["name"].as_str().unwrap_or_default().to_owned());
            (
                package["name"].as_str().unwrap_or_default().to_owned(),
                names.collect(),
            )
        })
        .collect()
}

#[test]
fn packages_depend_only_along_the_arrows() {
    let ours: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    for (package, used) in dependencies() {
        let allowed = ours
            .get(package.as_str())
            .unwrap_or_else(|| panic!("{package} has no arrows yet"));
        for name in used.iter().filter(|name| ours.contains_key(name.as_str())) {
            assert!(
                allowed.contains(&name.as_str()),
                "{package} must not know {name}"
            );
        }
    }
}

#[test]
fn reserved_packages_stay_where_they_belong() {
    let dependencies = dependencies();
    for (reserved, owners) in RESERVED {
        for (package, used) in &dependencies {
            assert!(
                !used.contains(*reserved) || owners.contains(&package.as_str()),
                "{package} must not use {reserved}"
            );
        }
    }
}

#[test]
fn the_rules_use_nothing_that_could_do_input_or_output() {
    let dependencies = dependencies();
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for (package, allowed) in RULES_MAY_USE {
        for name in &dependencies[*package] {
            let is_known = ours.contains(name.as_str()) || allowed.contains(&name.as_str());
            assert!(is_known, "{package} uses {name}, which is not on its list");
        }
    }
}

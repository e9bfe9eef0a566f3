//! The tool as a program: what it prints and how it ends.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn instances() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/instances")
}

fn plan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_plan"))
        .args(arguments)
        .current_dir(instances())
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_published_values_are_reached_and_proven() {
    let output = plan(&["bench", "."]);
    let table = printed(&output);
    assert!(output.status.success(), "{table}");
    assert!(
        table.contains("4 instances, 4 proven; 4 of 4 published values reached"),
        "{table}"
    );
}

#[test]
fn a_bench_that_differs_from_the_published_value_fails() {
    let folder = tempfile::tempdir().unwrap();
    let name = "tic-12.fixed020-Forb.dzn";
    std::fs::copy(instances().join(name), folder.path().join(name)).unwrap();
    let table = std::fs::read_to_string(instances().join("published.csv")).unwrap();
    let wrong = table.replace("MaxSAT,0.1,1", "MaxSAT,0.1,2");
    assert_ne!(table, wrong);
    std::fs::write(folder.path().join("published.csv"), wrong).unwrap();
    let output = plan(&["bench", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output).contains("DIFFERS"), "{}", printed(&output));
}

#[test]
fn a_schedule_survives_the_way_through_files() {
    let folder = tempfile::tempdir().unwrap();
    let problem = "tic-12.fixed020-Forb.dzn";
    let solved = plan(&["solve", problem, "--fairness", "2", "--json"]);
    assert!(solved.status.success());
    let schedule = folder.path().join("schedule.json");
    std::fs::write(&schedule, &solved.stdout).unwrap();
    let schedule = schedule.to_str().unwrap();
    let judged = plan(&["check", problem, schedule, "--fairness", "2"]);
    assert!(
        printed(&judged).starts_with("legal: breaks 1,"),
        "{}",
        printed(&judged)
    );

    // The same problem as our JSON.
    let ours = folder.path().join("problem.json");
    std::fs::write(&ours, plan(&["convert", problem]).stdout).unwrap();
    let judged = plan(&["check", ours.to_str().unwrap(), schedule]);
    assert!(judged.status.success());
    let resolved = plan(&["solve", ours.to_str().unwrap(), "--fairness", "2"]);
    assert!(
        printed(&resolved).contains("breaks 1, bound 1, optimal"),
        "{}",
        printed(&resolved)
    );
}

#[test]
fn a_moved_meeting_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    let solved = plan(&[
        "solve",
        "tic-12.fixed020-Forb.dzn",
        "--fairness",
        "2",
        "--json",
    ]);
    let mut row: serde_json::Value = serde_json::from_slice(&solved.stdout).unwrap();
    let second = row["slots"][1].clone();
    // The first two meetings share a participant.
    row["slots"][0] = second;
    let schedule = folder.path().join("schedule.json");
    std::fs::write(&schedule, row.to_string()).unwrap();
    let judged = plan(&[
        "check",
        "tic-12.fixed020-Forb.dzn",
        schedule.to_str().unwrap(),
    ]);
    assert_eq!(judged.status.code(), Some(1));
    assert!(
        printed(&judged).contains("two meetings"),
        "{}",
        printed(&judged)
    );
}

#[test]
fn a_contradiction_is_told_with_its_reason() {
    let output = plan(&["solve", "tic-12.fixed040-Forb.dzn"]);
    assert_eq!(output.status.code(), Some(1));
    let told = printed(&output);
    assert!(
        told.contains("no schedule exists: participant 9 has 5 meetings for 4 slots"),
        "{told}"
    );
}

#[test]
fn unreadable_files_are_refused_with_code_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let good = "nBusiness = 2;\nnMeetings = 1;\nnTables = 1;\nnTotalSlots = 3;\nnMorningSlots = 2;\n\
        requested = [|1, 2,3, \n|];\nforbidden = [{},{2}];\nfixed = [0];\nprecedences = [{}];\n";
    let cases = [
        ("fine.dzn", good.to_owned(), None),
        ("cut.dzn", good.replace("[0];", "[0"), Some("syntax, line 10")),
        ("twice.dzn", format!("{good}nTables = 2;\n"), Some("repeated-field, line 11")),
        ("missing.dzn", good.replace("fixed = [0];\n", ""), Some("missing-field, line 10: fixed")),
        ("far.dzn", good.replace("{2}", "{4}"), Some("out-of-range, line 8: 4")),
        ("stranger.dzn", good.replace("1, 2,3", "1, 7,3"), Some("out-of-range, line 6: 7")),
        ("self.dzn", good.replace("1, 2,3", "1, 1,3"), Some("malformed-problem")),
        ("short.dzn", good.replace("{},{2}", "{}"), Some("wrong-length, line 8")),
        ("kind.dzn", good.replace("nTables = 1", "nTables = {}"), Some("wrong-kind, line 3")),
        ("cut.json", "{\n\"n_slots\": 3,\n".to_owned(), Some("json, line")),
        (
            "odd.json",
            "{\"n_slots\": 3, \"tables\": 1, \"participants\": [{\"away\": [9]}], \"meetings\": []}"
                .to_owned(),
            Some("out-of-range, line 1: 9"),
        ),
        (
            "scarce.json",
            "{\"n_slots\": 3, \"tables\": 1, \"participants\": [], \"meetings\": [],
             \"scarce\": [{\"at_a_time\": 1, \"meetings\": [4]}]}"
                .to_owned(),
            Some("malformed-problem"),
        ),
        (
            "word.json",
            "{\"n_slots\": 3, \"colour\": 1}".to_owned(),
            Some("json, line 1: unknown field"),
        ),
    ];
    for (name, text, refusal) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let output = plan(&["solve", path.to_str().unwrap()]);
        let told = String::from_utf8(output.stderr.clone()).unwrap();
        match refusal {
            None => assert!(output.status.success(), "{name}: {told}"),
            Some(words) => {
                assert_eq!(output.status.code(), Some(2), "{name}: {told}");
                assert!(told.contains(words), "{name}: {told}");
            }
        }
    }
}

#[test]
fn a_budget_of_steps_ends_the_search_with_the_best_so_far() {
    let arguments = [
        "solve",
        "../hard/forum-13crafb.original.dzn",
        "--fairness",
        "2",
        "--steps",
        "1600",
        "--json",
    ];
    let row = || -> serde_json::Value { serde_json::from_slice(&plan(&arguments).stdout).unwrap() };
    let first = row();
    // The engine looks at its limit every few steps.
    assert!(first["n_steps"].as_u64().unwrap() < 1_700, "{first}");
    assert_eq!(first["is_proven"], false, "{first}");
    assert!(first["slots"].is_array(), "{first}");
    let again = row();
    for field in ["n_steps", "bound", "measures", "slots"] {
        assert_eq!(first[field], again[field], "{field}");
    }
}

#[test]
fn a_planted_event_keeps_breaks_few_and_is_drawn_again_the_same() {
    let arguments = [
        "event",
        "--planted",
        "--tables",
        "10",
        "--slots",
        "12",
        "--steps",
        "400000",
        "--seed",
    ];
    for seed in ["1", "2", "3"] {
        let told = || printed(&plan(&[&arguments[..], &[seed]].concat()));
        let first = told();
        let figure = |after: &str| -> usize {
            let rest = first.split(after).nth(1).unwrap();
            rest.split([' ', ',', ';']).next().unwrap().parse().unwrap()
        };
        assert_eq!(figure("placed "), 120, "{first}");
        assert!(figure("breaks ") * 50 <= 120, "{first}");
        let without_time = |text: &str| text.split(" steps").next().unwrap().to_owned();
        assert_eq!(without_time(&first), without_time(&told()));
    }
}

#[test]
fn generated_instances_are_the_same_again_and_can_be_solved() {
    let folder = tempfile::tempdir().unwrap();
    let originals = folder.path().join("originals");
    std::fs::create_dir(&originals).unwrap();
    let source = instances().join("tic-12.original.dzn");
    std::fs::copy(source, originals.join("tic-12.original.dzn")).unwrap();
    let made = |name: &str, seed: &str| -> Vec<(String, String)> {
        let into = folder.path().join(name);
        let (from, into) = (originals.to_str().unwrap(), into.to_str().unwrap());
        let output = plan(&["generate", from, into, "--seed", seed]);
        assert!(output.status.success());
        let mut files: Vec<_> = std::fs::read_dir(into)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        files.sort_by_key(std::fs::DirEntry::path);
        let text = |file: std::fs::DirEntry| {
            let name = file.file_name().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(file.path()).unwrap())
        };
        files.into_iter().map(text).collect()
    };
    let first = made("first", "1");
    assert_eq!(first.len(), 9);
    assert_eq!(first, made("again", "1"));
    let others = made("others", "2");
    assert!(
        first
            .iter()
            .zip(&others)
            .all(|(a, b)| a.1 != b.1 || a.0.contains("joined"))
    );
    let output = plan(&["bench", folder.path().join("first").to_str().unwrap()]);
    let table = printed(&output);
    assert!(table.contains("9 instances, 9 proven"), "{table}");
}

#[test]
fn a_missing_peer_is_said_loudly() {
    let output = plan(&["against", ".", "--python", "no-such-python"]);
    assert!(output.status.success());
    assert!(
        printed(&output).starts_with("SKIPPED: no CP-SAT"),
        "{}",
        printed(&output)
    );
}

//! Packing, from compiled programs to the published site.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    arrange::arrange,
    glue,
    optimise::optimise,
    report::{Report, SurfaceReport},
    sheet,
    shorten::shorten,
    site::{Effort, Site, sorted},
    surface::{self, Surface},
    template, words,
    worker::{address, fill_worker},
};

/// Loads and starts a program. Scripts inside a page are forbidden by the site's policy, hence a
/// file of its own. A browser that cannot run the program shows the shell's own words instead.
const START: &str = r#"import start from "./{{script}}";

start({ module_or_path: new URL("./{{wasm}}", import.meta.url) }).catch((fault) => {
  document.getElementById("start-failed")?.removeAttribute("hidden");
  throw fault;
});
"#;

/// Added to [`START`] where people may install the surface. It waits for the page, because the
/// worker fetches everything once more and must not compete with the first start.
const REGISTER: &str = r#"
if ("serviceWorker" in navigator) {
  addEventListener("load", () => {
    navigator.serviceWorker.register("/{{surface}}/sw.js", { updateViaCache: "none" });
  });
}
"#;

/// The folder of the sheets that only server-rendered pages need.
const PAGES: &str = "pages";

/// Where a shell names the module of the editor.
const EDITOR: &str = "{{editor}}";

/// The worker's template, in the folder of static files.
const WORKER_TEMPLATE: &str = "sw.js";

/// What to pack, and where to.
#[derive(clap::Args)]
pub(crate) struct Order {
    /// The folder of package `client`.
    #[arg(long, default_value = "client/web")]
    client: PathBuf,
    /// Where cargo put the compiled programs.
    #[arg(long)]
    programs: PathBuf,
    /// The folder to write. What it held before is replaced.
    #[arg(long, default_value = "target/site")]
    site: PathBuf,
    /// A `wasm-opt` to shrink the programs with.
    #[arg(long)]
    wasm_opt: Option<PathBuf>,
    /// The module of the editor, packed into one file, for the surface that loads it when it is
    /// needed. Without it that surface does without.
    #[arg(long)]
    editor: Option<PathBuf>,
    /// Keep the names of functions, for readable panics and profiles, and compress quickly.
    #[arg(long)]
    debug: bool,
}

/// Writes the site, then a line per surface.
pub(crate) fn pack(order: &Order, log: &mut dyn Write) -> Result<()> {
    let effort = if order.debug {
        Effort::Quick
    } else {
        Effort::Full
    };
    let mut site = Site::begin(&order.site, effort)?;
    let styles = order.client.join("style");
    let mut pages_style = style(&styles, PAGES)?;
    if !order.debug {
        // Every class may stand in a page.
        pages_style = sheet::shrink(&pages_style, &pages_style)?;
    }
    let pages_style = site.put_hashed("shared", "style", "css", pages_style.as_bytes())?;
    let shared = shared_statics(&order.client.join("static"), &mut site)?;
    if order.wasm_opt.is_none() {
        writeln!(
            log,
            "no wasm-opt given: programs stay as the compiler made them"
        )?;
    }
    let mut surfaces = Vec::new();
    for surface in surface::find(&order.client)? {
        surfaces.push(
            pack_surface(order, &surface, &shared, &mut site, log)
                .with_context(|| format!("pack {}", surface.name))?,
        );
    }
    let report = Report {
        style: pages_style,
        surfaces,
        files: site.files(),
    };
    report.write(site.folder())?;
    Site::publish(site.folder(), &order.site)
}

fn pack_surface(
    order: &Order,
    surface: &Surface,
    shared: &[String],
    site: &mut Site,
    log: &mut dyn Write,
) -> Result<SurfaceReport> {
    let name = surface.name.as_str();
    let compiled = order.programs.join(format!("{name}.wasm"));
    let program = glue::bind(name, &compiled, order.debug)?;
    // What keeps its names is read by people, who look for what the compiler wrote.
    let program = if order.debug {
        program
    } else {
        shorten(program)?
    };
    let wasm = match &order.wasm_opt {
        Some(optimiser) => optimise(program.wasm, optimiser, log)?,
        None => program.wasm,
    };
    let wasm = if order.debug { wasm } else { arrange(&wasm)? };

    let shell = fs::read_to_string(&surface.shell).context("read the shell")?;
    let editor = match &order.editor {
        Some(path) if shell.contains(EDITOR) => {
            Some(fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?)
        }
        Some(_) | None => None,
    };
    let mut style = style(&order.client.join("style"), name)?;
    if !order.debug {
        let mut names = String::from_utf8_lossy(&wasm).into_owned() + &shell;
        names.push_str(editor.as_deref().unwrap_or_default());
        style = sheet::shrink(&style, &names)?;
    }
    let style = site.put_hashed(name, "style", "css", style.as_bytes())?;
    let words = words::put(&order.client, name, site)?;
    // From the inside out, because each name is needed by the file around it.
    let wasm = site.put_hashed(name, name, "wasm", &wasm)?;
    let script = site.put_hashed(name, name, "js", program.script.as_bytes())?;
    let start = start_script(surface, &script, &wasm)?;
    let start = site.put_hashed(name, "start", "js", start.as_bytes())?;
    let mut first_load = vec![style.clone(), start.clone(), script.clone(), wasm.clone()];
    for (path, content) in &program.snippets {
        let path = format!("{name}/{path}");
        site.put_immutable(&path, content.as_bytes())?;
        first_load.push(path);
    }
    let mut values = vec![
        ("style", address(&style)),
        ("start", address(&start)),
        ("script", address(&script)),
        ("wasm", address(&wasm)),
    ];
    for words in &words {
        values.push((&words.placeholder, address(&words.path)));
    }
    let mut late = Vec::new();
    if let Some(editor) = editor {
        late.push(site.put_hashed(name, "editor", "js", editor.as_bytes())?);
    }
    if shell.contains(EDITOR) {
        let address = late.first().map_or_else(String::new, |path| address(path));
        values.push(("editor", address));
    }
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    let shell = template::fill(&shell, &values)
        .with_context(|| format!("fill {}", surface.shell.display()))?;
    let shell_path = format!("{name}/index.html");
    site.put(&shell_path, shell.as_bytes())?;
    first_load.insert(0, shell_path);

    let statics = site.put_folder(name, &surface.statics)?;
    if surface.is_installable() {
        let drawn = shared.iter().filter(|path| is_drawn_by_pages(path));
        let kept: Vec<String> = first_load
            .iter()
            .chain(words.iter().map(|words| &words.path))
            .chain(&statics)
            .chain(drawn)
            .cloned()
            .collect();
        let worker = worker(&order.client, name, &kept, site)?;
        site.put(&format!("{name}/sw.js"), worker.as_bytes())?;
    }
    Ok(SurfaceReport {
        name: name.to_owned(),
        first_load,
        late,
    })
}

/// The sheets that all share and those of one surface, one after the other, in the order of
/// their names; layers do the rest.
fn style(folder: &Path, surface: &str) -> Result<String> {
    let mut sheets = sorted(folder)?;
    let own = folder.join(surface);
    if own.is_dir() {
        sheets.extend(sorted(&own)?);
    }
    sheets.sort();
    let mut style = String::new();
    for (file_name, path) in sheets {
        if file_name.ends_with(".css") {
            let sheet =
                fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
            style.push_str(&sheet);
            style.push('\n');
        }
    }
    Ok(style)
}

/// What all surfaces share: `static/shared`, and the files that lie in `static` itself, apart from
/// the worker's template.
fn shared_statics(statics: &Path, site: &mut Site) -> Result<Vec<String>> {
    let mut paths = site.put_folder("shared", &statics.join("shared"))?;
    for (file_name, path) in sorted(statics)? {
        if path.is_file() && file_name != WORKER_TEMPLATE && !file_name.starts_with('.') {
            let content = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
            let inside = format!("shared/{file_name}");
            site.put(&inside, &content)?;
            paths.push(inside);
        }
    }
    Ok(paths)
}

/// Whether pages themselves show this shared file, so that a worker must keep it. The others are
/// icons that the system stores when a surface is installed.
fn is_drawn_by_pages(path: &str) -> bool {
    path.ends_with(".svg") || path.ends_with(".woff2")
}

/// The script that starts the program. Both paths lie in the surface's own folder.
fn start_script(surface: &Surface, script: &str, wasm: &str) -> Result<String> {
    let beside = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let mut start = template::fill(
        START,
        &[("script", &beside(script)), ("wasm", &beside(wasm))],
    )?;
    if surface.is_installable() {
        start.push_str(&template::fill(REGISTER, &[("surface", &surface.name)])?);
    }
    Ok(start)
}

fn worker(client: &Path, surface: &str, kept: &[String], site: &Site) -> Result<String> {
    let path = client.join("static").join(WORKER_TEMPLATE);
    let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    let mut contents = Vec::new();
    for path in kept {
        let content = fs::read(site.folder().join(path)).with_context(|| format!("read {path}"))?;
        contents.push((path.clone(), content));
    }
    fill_worker(&text, surface, &contents).with_context(|| format!("fill {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surface(statics: &Path) -> Surface {
        Surface {
            name: "phone".into(),
            shell: PathBuf::new(),
            statics: statics.into(),
        }
    }

    #[test]
    fn shared_and_own_sheets_are_joined_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for (file_name, sheet) in [("10-b.css", "b{}"), ("00-a.css", "a{}"), ("note.md", "no")] {
            fs::write(folder.path().join(file_name), sheet).unwrap();
        }
        for (own, sheet) in [("phone", "p{}"), ("door", "d{}")] {
            fs::create_dir(folder.path().join(own)).unwrap();
            fs::write(folder.path().join(own).join("05-own.css"), sheet).unwrap();
        }
        assert_eq!(style(folder.path(), "phone").unwrap(), "a{}\np{}\nb{}\n");
        assert_eq!(style(folder.path(), "other").unwrap(), "a{}\nb{}\n");
    }

    #[test]
    fn shared_files_come_from_both_places_without_the_workers_template() {
        let place = tempfile::tempdir().unwrap();
        let statics = place.path().join("static");
        fs::create_dir_all(statics.join("shared")).unwrap();
        for file_name in ["icons.svg", "sw.js", "shared/icon-512.png"] {
            fs::write(statics.join(file_name), file_name).unwrap();
        }
        let mut site = Site::begin(&place.path().join("site"), Effort::Quick).unwrap();
        let mut paths = shared_statics(&statics, &mut site).unwrap();
        paths.sort();
        assert_eq!(paths, ["shared/icon-512.png", "shared/icons.svg"]);
        assert!(is_drawn_by_pages(&paths[1]) && !is_drawn_by_pages(&paths[0]));
    }

    #[test]
    fn only_an_installable_surface_registers_a_worker() {
        let statics = tempfile::tempdir().unwrap();
        let before = start_script(&surface(statics.path()), "phone/a.js", "phone/a.wasm").unwrap();
        assert!(before.contains(r#"from "./a.js""#) && before.contains(r#""./a.wasm""#));
        assert!(!before.contains("serviceWorker"));
        fs::write(statics.path().join("manifest.webmanifest"), "{}").unwrap();
        let after = start_script(&surface(statics.path()), "phone/a.js", "phone/a.wasm").unwrap();
        assert!(after.contains(r#"register("/phone/sw.js""#), "{after}");
    }
}

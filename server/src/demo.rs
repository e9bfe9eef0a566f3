//! `demo` and `seed`: a made-up event, laid into a store, served, and lived.

mod made;
mod stage;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, ensure};
use app::Holder;
use app::demo::player::shell::{self, Pace as PlayerPace};
use app::demo::player::{Cast, Player};
use app::desk::registration::{Registrations, Submitted};
use app::desk::site::Sites;
use app::live::{Pace, Registry};
use app::port::OsRandom;
use protocol::Actor;
use protocol::id::{CommandId, PersonId};
use protocol::site::SiteWish;

use self::made::Made;
use self::stage::EventStage;
use crate::cli;
use crate::house::{self, House, open_store};
use crate::measure;
use crate::out::say;

/// `demo`
pub(crate) async fn run(order: cli::Demo) -> Result<ExitCode> {
    ensure!(
        order.speed > 0.0 && order.speed <= 3_600.0,
        "the speed lies between 0 and 3600"
    );
    std::fs::create_dir_all(&order.data)
        .with_context(|| format!("create the folder {}", order.data.display()))?;
    let name = name_of(&order.which);
    if order.fresh {
        forget(&order.data, &name)?;
    }
    let url = order.store.clone().unwrap_or_else(|| {
        format!(
            "sqlite://{}",
            order.data.join(format!("{name}.sqlite")).display()
        )
    });
    let store = open_store(&url).await?;
    store.migrate().await.context("migrate the tables")?;
    // Bound before the event is made: a port that is taken is known at once.
    let listener = house::listen(&order.site).await?;
    let made = made::find_or_make(
        &store,
        &order.data.join(format!("{name}.json")),
        &order.which,
    )
    .await?;

    // Before anything is woken, which looks its metrics up once.
    measure::start()?;
    let vault = crate::secrets::open(&order.site.secrets, &url, &store).await?;
    let house = House::build_with(store, crate::entry::rules(&order.site.entry), vault);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let speed_permille = (order.speed * 1_000.0).round().max(1.0) as u32;
    house.registry.set_pace(
        made.event,
        Pace {
            starts_at: made.starts_at,
            speed_permille,
        },
    );
    // An event that another version wrote is found out here, not by whoever opens a page.
    house
        .registry
        .event(made.event)
        .await
        .context("this demo event cannot be read; --fresh begins a new one")?;
    open_site(&house, &made).await?;
    if let Some(path) = &order.sign_ins {
        sign_everybody_in(&house, &made, path).await?;
    }
    let origin = house::origins(&order.site, &listener)?
        .into_iter()
        .next()
        .unwrap_or_default();
    open_registrations(&house, &made, &origin).await?;
    announce(&house, &made, &origin).await?;

    let player = (!order.still).then(|| {
        let cast = if order.play_organisers {
            Cast::WithOrganisers
        } else {
            Cast::Everybody
        };
        tokio::spawn(play(house.registry.clone(), made.clone(), cast))
    });
    let demo = made.offers();
    house.run(listener, &order.site, &url, Some(demo)).await?;
    if let Some(player) = player {
        player.abort();
    }
    Ok(ExitCode::SUCCESS)
}

/// `seed`
pub(crate) async fn seed(order: cli::Seed) -> Result<ExitCode> {
    let store = open_store(&order.at.store).await?;
    store.migrate().await.context("migrate the tables")?;
    let made = made::make(&store, &order.which).await?;
    say(format_args!("event {}", made.event));
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Gives the demo event its public site, once.
async fn open_site(house: &House, made: &Made) -> Result<()> {
    let event = house.registry.event(made.event).await;
    let event = event.context("wake the demo event")?;
    let event = event.context("the demo event is gone")?;
    let sites = Sites::new(house.store.clone());
    let address = sites.address(made.event).await;
    if address.context("look for the demo's site")?.is_some() {
        return Ok(());
    }
    let main = made.accounts.iter().find(|account| account.is_main());
    let main = main.context("the demo has a main administrator")?;
    for edit in app::demo::site::edits(event.now()) {
        let wish = SiteWish {
            command: CommandId::new(event.now(), house.registry.random().bytes()),
            edit,
        };
        let random = house.registry.random();
        if let Err(error) = sites.edit_as(&event, main.actor, random, wish).await {
            // Another event of the installation may have the address; the demo runs without.
            tracing::warn!("the demo's public site could not be made: {error:?}");
            return Ok(());
        }
    }
    Ok(())
}

/// Opens the demo's registration and lets the first companies in, once.
async fn open_registrations(house: &House, made: &Made, origin: &str) -> Result<()> {
    let event = house.registry.event(made.event).await;
    let event = event.context("wake the demo event")?;
    let event = event.context("the demo event is gone")?;
    let (post, random) = (house.post.clone(), Arc::new(OsRandom));
    let desk = Registrations::new(house.store.clone(), post, random, origin.to_owned());
    let (seen, _) = desk.form(&event).await.context("read the demo's form")?;
    if seen > 0 {
        return Ok(());
    }
    let main = made.accounts.iter().find(|account| account.is_main());
    let main = main.context("the demo has a main administrator")?;
    let last = event.view().state.slots().map(|slot| slot.ends_at).max();
    let form = app::demo::registrations::form(last.context("the demo has slots")?);
    let edited = desk.edit_form_as(&event, main.actor, seen, &form).await;
    edited.map_err(|error| anyhow!("open the demo's registration: {error:?}"))?;
    let around = desk.around(&event).await.context("read the demo's lists")?;
    for applicant in app::demo::registrations::applicants() {
        let (language, answers) = (applicant.language, &applicant.answers);
        let saved = desk
            .save(&event, (&form, &around), None, language, answers, &[])
            .await
            .map_err(|error| anyhow!("save a registration of the demo: {error:?}"))?;
        let Some(secret) = saved.begun.filter(|_| applicant.is_submitted) else {
            continue;
        };
        let came = desk
            .submit(&event, (&form, &around), &secret, applicant.wants_news)
            .await
            .map_err(|error| anyhow!("hand in a registration of the demo: {error:?}"))?;
        ensure!(
            matches!(came, Submitted::Done),
            "the demo's registrations are in order: {came:?}"
        );
    }
    Ok(())
}

fn name_of(which: &cli::Which) -> String {
    let scale = match which.event {
        cli::Scale::Small => "small",
        cli::Scale::Full => "full",
        cli::Scale::Double => "double",
    };
    format!("{scale}-{}", which.seed)
}

/// Removes a demo's files, and only these.
fn forget(data: &Path, name: &str) -> Result<()> {
    for ending in [
        "sqlite",
        "sqlite-wal",
        "sqlite-shm",
        "sqlite.erasures",
        "sqlite.secrets",
        "json",
    ] {
        let path: PathBuf = data.join(format!("{name}.{ending}"));
        match std::fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("remove {}", path.display())),
        }
    }
    Ok(())
}

/// Says where to go, with a one-time link for each role.
async fn announce(house: &House, made: &Made, origin: &str) -> Result<()> {
    say(format_args!("Régie: {origin}/demo"));
    for account in &made.accounts {
        let Some(holder) = holder(account.actor) else {
            continue;
        };
        let link = house
            .accounts
            .issue_link(made.event, holder)
            .await
            .context("issue a link")?;
        let (kind, name) = (account.kind.word(), &account.name);
        say(format_args!(
            "  {kind:<24} {name:<28} {origin}/sign-in?token={}",
            link.to_text()
        ));
    }
    Ok(())
}

async fn play(registry: Arc<Registry>, made: Made, cast: Cast) {
    let people: Vec<PersonId> = made
        .accounts
        .iter()
        .filter_map(|account| match account.actor {
            Actor::Person(person) => Some(person),
            Actor::Staff(_) | Actor::System => None,
        })
        .collect();
    let event = match registry.event(made.event).await {
        Ok(Some(event)) => event,
        Ok(None) => return,
        Err(fault) => {
            tracing::error!(error = %fault, "the player cannot find the event: {fault}");
            return;
        }
    };
    let clock = event.clock().clone();
    let player = Player::new(made.seed, &people, cast);
    let stage = EventStage::new(registry, made.event, clock.clone());
    let curtain = shell::play(
        player,
        &stage,
        clock,
        PlayerPace::default(),
        std::future::pending(),
    )
    .await;
    tracing::info!("the player stopped: {curtain:?}");
}

const fn holder(actor: Actor) -> Option<Holder> {
    match actor {
        Actor::Staff(id) => Some(Holder::Staff(id)),
        Actor::Person(id) => Some(Holder::Person(id)),
        Actor::System => None,
    }
}

/// Signs every person and member of the team in, for load tools that come as all of them.
async fn sign_everybody_in(house: &House, made: &Made, path: &Path) -> Result<()> {
    use std::fmt::Write as _;
    let event = house
        .registry
        .event(made.event)
        .await
        .context("wake the event")?
        .context("the demo event exists")?;
    let view = event.view();
    let staff = view.state.staff().map(|staff| Actor::Staff(staff.id));
    let persons = view.state.persons().filter(|person| !person.is_withdrawn);
    let actors: Vec<Actor> = staff
        .chain(persons.map(|person| Actor::Person(person.id)))
        .collect();
    let mut lines = String::new();
    for actor in actors {
        let Some(holder) = holder(actor) else {
            continue;
        };
        let token = house
            .accounts
            .sign_in(made.event, holder)
            .await
            .context("sign in")?;
        let surface = web::Surface::of(actor, &view).name();
        let line = serde_json::json!({
            "event": made.event.to_string(),
            "surface": surface,
            "actor": match actor {
                Actor::Staff(id) => id.to_string(),
                Actor::Person(id) => id.to_string(),
                Actor::System => continue,
            },
            "cookie": format!("regie-{surface}={}", token.to_text()),
        });
        writeln!(lines, "{line}").context("write a line")?;
    }
    write_secret(path, &lines).with_context(|| format!("write {}", path.display()))
}

/// Writes a file that only its owner may read.
fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path)?.write_all(text.as_bytes())
}

//! One-time links and sign-ins.

use std::time::Duration;

use app::account::{LINK_LIFE, Token};
use app::port::SeededRandom;
use app::testing::{EVENT, MAIN, node, person};
use futures_util::future::join_all;

use crate::client::{participant, staff};

#[tokio::test]
async fn of_many_who_use_one_link_at_once_exactly_one_is_signed_in() {
    let (_database, node) = node().await;
    let link = node.accounts.issue_link(EVENT, staff(MAIN)).await.unwrap();
    let uses = join_all((0..16).map(|_| node.accounts.exchange_link(&link))).await;
    let n_signed_in = uses
        .into_iter()
        .filter(|used| used.as_ref().unwrap().is_some())
        .count();
    assert_eq!(n_signed_in, 1);
    assert!(
        node.accounts.exchange_link(&link).await.unwrap().is_none(),
        "not later either"
    );
}

#[tokio::test]
async fn a_link_is_good_until_its_time_is_over() {
    let (_database, node) = node().await;
    let early = node
        .accounts
        .issue_link(EVENT, participant(person(1)))
        .await
        .unwrap();
    node.clock.advance(LINK_LIFE - Duration::from_secs(1));
    assert!(node.accounts.exchange_link(&early).await.unwrap().is_some());
    let late = node
        .accounts
        .issue_link(EVENT, participant(person(1)))
        .await
        .unwrap();
    node.clock.advance(LINK_LIFE);
    assert!(node.accounts.exchange_link(&late).await.unwrap().is_none());
}

#[tokio::test]
async fn unknown_links_and_cookies_are_nobody() {
    let (_database, node) = node().await;
    let guess = Token::random(&SeededRandom::new(99));
    assert!(node.accounts.exchange_link(&guess).await.unwrap().is_none());
    assert!(node.accounts.standing(&guess).await.unwrap().is_none());
    let link = node.accounts.issue_link(EVENT, staff(MAIN)).await.unwrap();
    assert!(
        node.accounts.standing(&link).await.unwrap().is_none(),
        "a link is no cookie"
    );
}

#[tokio::test]
async fn one_account_serves_any_number_of_links() {
    let (_database, node) = node().await;
    let links = join_all((0..4).map(|_| node.accounts.issue_link(EVENT, staff(MAIN)))).await;
    for link in links {
        let (account, token) = node
            .accounts
            .exchange_link(&link.unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(account.holder, staff(MAIN));
        assert!(node.accounts.standing(&token).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_sign_in_of_one_and_of_nobody_else() {
    let (_database, node) = node().await;
    let mut own = Vec::new();
    for _ in 0..3 {
        own.push(node.accounts.sign_in(EVENT, staff(MAIN)).await.unwrap());
    }
    let other = node
        .accounts
        .sign_in(EVENT, participant(person(1)))
        .await
        .unwrap();
    let in_use = node.accounts.standing(&own[0]).await.unwrap().unwrap();
    node.accounts
        .sign_out_everywhere(EVENT, staff(MAIN))
        .await
        .unwrap();
    assert!(in_use.is_ended());
    for token in own {
        assert!(node.accounts.standing(&token).await.unwrap().is_none());
    }
    assert!(node.accounts.standing(&other).await.unwrap().is_some());
}

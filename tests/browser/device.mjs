// What a page keeps on its device.

/** How many values the device's database holds. */
export function nKept(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("regie");
        opening.onerror = () => resolve(0);
        opening.onsuccess = () => {
          const database = opening.result;
          const end = (n) => {
            database.close();
            resolve(n);
          };
          if (!database.objectStoreNames.contains("kept")) {
            end(0);
            return;
          }
          const counting = database.transaction("kept").objectStore("kept").count();
          counting.onsuccess = () => end(counting.result);
          counting.onerror = () => end(0);
        };
      }),
  );
}

/** Waits until the page's service worker can start it without network. */
export function canStartOffline(page) {
  return page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

// Where photos wait on the phone until they are sent. Each lies under the mark of the person who chose it, and
// is shown and sent only on her own pages: a phone goes from hand to hand.

const STORE = "waiting";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function shelf(mode, act) {
  const opening = indexedDB.open("msai-photos", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
  const database = await asked(opening);
  try {
    return await asked(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/** An id for a photo, made where it is chosen. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
  return bytes.join("");
}

/** Keeps a photo; answers it with its id. Refuses where the phone has no room. */
export async function put(one) {
  const kept = { id: newId(), ...one };
  await shelf("readwrite", (store) => store.put(kept));
  return kept;
}

export function take(id) {
  return shelf("readwrite", (store) => store.delete(id));
}

/** What waits for an address, of this person alone. */
export async function waiting(who, address) {
  const all = await shelf("readonly", (store) => store.getAll());
  return all.filter((one) => one.who === who && one.address === address);
}

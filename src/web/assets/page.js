// Finds a wallet, connects it, lets it sign or send what Steward asks for, and brings the signature or the hash back. Plain ES2020, because the
// browsers inside phone wallets are old; everything from outside becomes text, never markup.

const WAIT_FOR_WALLETS_MS = 500;
const LATE_WALLETS_MS = 2500;

const signing = document.getElementById("signing");
if (signing) start(signing);

function start(section) {
  const list = document.getElementById("wallets");
  const chosen = document.getElementById("chosen");
  const account = document.getElementById("account");
  const details = document.getElementById("text");
  const sign = document.getElementById("sign");
  const status = document.getElementById("status");
  const wallets = new Map();
  let provider;
  let address;
  let asked;
  let busy = false;
  let finished = false;
  let later;

  window.addEventListener("eip6963:announceProvider", (event) => {
    const { info, provider: announced } = event.detail || {};
    if (!info || !announced || wallets.has(info.uuid)) return;
    wallets.set(info.uuid, { name: String(info.name), icon: String(info.icon || ""), provider: announced });
    if (!provider) show();
  });
  say("waiting", "Looking for your wallet…");
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  window.addEventListener("ethereum#initialized", fallBack, { once: true });
  setTimeout(fallBack, WAIT_FOR_WALLETS_MS);
  setTimeout(fallBack, LATE_WALLETS_MS);
  sign.addEventListener("click", () => attempt(signIt));

  /** A wallet that does not announce itself is the one the browser came with. */
  function fallBack() {
    if (wallets.size > 0) return;
    if (window.ethereum) {
      wallets.set("injected", { name: "this browser’s wallet", icon: "", provider: window.ethereum });
      show();
    } else noWallet();
  }

  function show() {
    hush();
    const only = wallets.size === 1;
    list.replaceChildren(
      ...Array.from(wallets.values(), (wallet) => {
        const button = element("button", { type: "button", className: only ? "primary" : "" });
        if (wallet.icon.startsWith("data:image/"))
          button.append(element("img", { src: wallet.icon, alt: "", width: 28, height: 28 }));
        button.append(element("span", { textContent: `Connect ${wallet.name.slice(0, 40)}` }));
        button.addEventListener("click", () => attempt(() => connect(wallet)));
        return button;
      }),
    );
  }

  function noWallet() {
    hush();
    const notice = element("p", { className: "notice bad" });
    notice.append(
      element("strong", { textContent: "There is no wallet in this browser." }),
      " Open this page in the browser that has your wallet, or in your phone wallet’s own browser:",
    );
    const field = element("input", { type: "text", readOnly: true, value: location.href });
    field.setAttribute("aria-label", "Address of this page");
    field.addEventListener("focus", () => field.select());
    const copy = element("button", { type: "button", textContent: "Copy this page’s address" });
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(location.href);
      } catch {
        // Old browsers, and pages without https, have no clipboard but this one.
        field.select();
        document.execCommand("copy");
      }
      copy.textContent = "Copied";
    });
    list.replaceChildren(notice, field, copy);
  }

  async function connect(wallet) {
    say("waiting", "Your wallet asks whether to connect.", "If you see nothing, open it, or load this page again.");
    const accounts = await wallet.provider.request({ method: "eth_requestAccounts" });
    if (!Array.isArray(accounts) || accounts.length === 0)
      throw new Said("Your wallet gave no account.", "Unlock it and try again.");
    if (provider !== wallet.provider && typeof wallet.provider.on === "function")
      wallet.provider.on("accountsChanged", (now) => changed(wallet.provider, now));
    provider = wallet.provider;
    list.hidden = true;
    try {
      await take(accounts[0]);
    } catch (error) {
      // Another wallet, or another account of this one, may do.
      list.hidden = Boolean(error.gone);
      throw error;
    }
  }

  /** Another account was chosen in the wallet: what was shown is no longer what would be signed. */
  function changed(which, accounts) {
    if (which !== provider || finished) return;
    if (busy) {
      later = () => changed(which, accounts);
      return;
    }
    if (Array.isArray(accounts) && accounts[0] === address) return;
    if (Array.isArray(accounts) && accounts.length > 0) void attempt(() => take(accounts[0]));
    else {
      provider = undefined;
      chosen.hidden = true;
      list.hidden = false;
      show();
    }
  }

  async function take(given) {
    address = String(given);
    asked = undefined;
    showAccount(address);
    chosen.hidden = false;
    sign.hidden = true;
    details.hidden = true;
    say("waiting", "Asking Steward for the text…");
    const answer = await post("text", { address });
    if (String(given) !== address) return;
    asked = answer;
    showAccount(answer.address);
    details.querySelector("pre").textContent = answer.text;
    details.hidden = false;
    sign.hidden = false;
    hush();
  }

  /** In full, and where it takes two lines in two halves. */
  function showAccount(text) {
    account.replaceChildren(text.slice(0, 22), document.createElement("wbr"), text.slice(22));
  }

  async function signIt() {
    if (!asked) return;
    if (section.dataset.method === "eth_sendTransaction") {
      await sendIt();
      return;
    }
    const { text, reference } = asked;
    say(
      "waiting",
      "Your wallet shows the text.",
      "Read it there and sign. If you see nothing, open the wallet, or load this page again.",
    );
    const params = section.dataset.method === "personal_sign" ? [toHex(text), address] : [address, text];
    const signature = await provider.request({ method: section.dataset.method, params });
    say("waiting", "Checking the signature…");
    await post("signature", { signature, ...(reference && { reference }) });
    finish();
  }

  /** Asks for the call anew, so that every check is made right before it is sent; only on the chain that it is for. */
  async function sendIt() {
    say("waiting", "Checking once more…");
    const shown = asked.text;
    const { text, transaction } = await post("text", { address });
    if (text !== shown) {
      asked = { ...asked, text };
      details.querySelector("pre").textContent = text;
      details.open = true;
      throw new Said("What is to be sent has changed since you looked.", "Read it again, then press the button.");
    }
    const { chainId, ...call } = transaction;
    await switchTo(chainId);
    say(
      "waiting",
      "Your wallet shows the transaction.",
      "Compare the address, then send it. If you see nothing, open the wallet.",
    );
    const hash = await provider.request({ method: "eth_sendTransaction", params: [call] });
    finish(String(hash));
    // It is on its way, whether Steward hears of it from here or from the chain.
    await post("sent", { hash }).catch(() => undefined);
  }

  async function switchTo(chainId) {
    const now = async () => Number(await provider.request({ method: "eth_chainId" }));
    if ((await now()) === Number(chainId)) return;
    say("waiting", "Your wallet is on another chain.", "Allow it to switch.");
    try {
      await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
    } catch (error) {
      if (error?.code === 4001) throw error;
      throw new Said(`Your wallet does not know chain ${Number(chainId)}.`, "Add that chain to it, then try again.");
    }
    if ((await now()) !== Number(chainId))
      throw new Said(
        "Your wallet is still on another chain.",
        `Choose chain ${Number(chainId)} in it, then try again.`,
      );
  }

  function finish(hash) {
    finished = true;
    sign.hidden = true;
    details.hidden = true;
    say("good", section.dataset.done);
    if (hash) status.append(element("span", { className: "address", textContent: hash }));
    status.tabIndex = -1;
    status.focus();
  }

  /** One thing at a time; whatever goes wrong is said. */
  async function attempt(act) {
    if (busy || finished) return;
    busy = true;
    section.setAttribute("aria-busy", "true");
    for (const button of section.querySelectorAll("button")) button.disabled = true;
    try {
      await act();
    } catch (error) {
      explain(error);
    } finally {
      busy = false;
      section.removeAttribute("aria-busy");
      for (const button of section.querySelectorAll("button")) button.disabled = false;
      const next = later;
      later = undefined;
      if (next) next();
    }
  }

  function explain(error) {
    if (error instanceof Said) {
      if (error.gone) {
        finished = true;
        chosen.hidden = true;
      }
      return say("bad", error.message, error.hint);
    }
    const code = error?.code;
    if (code === 4001 || code === "ACTION_REJECTED")
      return say("bad", "You rejected it in your wallet, so nothing was signed.", "You can try again.");
    if (code === -32002)
      return say("bad", "Your wallet is waiting for you.", "Open it and answer what it asks, then try again.");
    const why = String(error?.message || error).slice(0, 200);
    say("bad", "Your wallet could not do that.", `It says: ${why}`);
  }

  function say(kind, message, hint) {
    status.className = `notice ${kind}`;
    status.replaceChildren(element("strong", { textContent: message }));
    if (hint) status.append(" ", hint);
    status.hidden = false;
  }

  function hush() {
    status.hidden = true;
  }
}

/** Something to say in so many words; `gone` where trying again is in vain. */
class Said extends Error {
  constructor(message, hint, gone) {
    super(message);
    this.hint = hint;
    this.gone = gone;
  }
}

async function post(what, body) {
  let response;
  let answer;
  try {
    response = await fetch(`${location.pathname.replace(/\/+$/, "")}/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    answer = await response.json();
  } catch {
    throw new Said("Steward could not be reached.", "Try again in a moment.");
  }
  if (!response.ok) throw new Said(answer.error, answer.hint, response.status === 410);
  return answer;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function toHex(text) {
  return `0x${Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

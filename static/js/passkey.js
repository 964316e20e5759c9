// Passkeys: <form data-passkey="create|get"> with <input type="hidden" name="credential">. What the server asks stands in the
// JSON that data-passkey-options names, or is fetched from data-passkey-from. Without script the forms stay hidden.
{
  const binary = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (data) => btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const keys = (list) => (list ?? []).map((key) => ({ ...key, id: binary(key.id) }));

  const asked = {
    create: (o) => ({ ...o, challenge: binary(o.challenge), user: { ...o.user, id: binary(o.user.id) }, excludeCredentials: keys(o.excludeCredentials) }),
    get: (o) => ({ ...o, challenge: binary(o.challenge), allowCredentials: keys(o.allowCredentials) }),
  };

  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const options = async (form) => {
    if (form.dataset.passkeyOptions) return JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
    const answer = await fetch(form.dataset.passkeyFrom, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };

  const use = async (form) => {
    const act = form.dataset.passkey;
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const found = await options(form);
      const { publicKey } = found.creation_options ?? found.request_options;
      const credential = await navigator.credentials[act]({ publicKey: asked[act](publicKey) });
      form.elements.credential.value = JSON.stringify(told(credential));
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      failed.hidden = false;
    }
  };

  if (window.PublicKeyCredential) {
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      form.hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        use(form);
      });
    }
    for (const words of document.querySelectorAll("[data-passkey-none]")) words.hidden = true;
  }
}

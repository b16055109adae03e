// Passkeys: asks the browser for one, and sends the form with what it answered. The server checks all of it.
// Pages that use it say what a browser without passkeys can do instead; that sentence stays without this script.
(() => {
  'use strict';
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const named = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(asked) {
    const user = { ...asked.user, id: bytes(asked.user.id) };
    const publicKey = { ...asked, challenge: bytes(asked.challenge), user, excludeCredentials: named(asked.excludeCredentials) };
    const { response } = await navigator.credentials.create({ publicKey });
    return { client: text(response.clientDataJSON), attestation: text(response.attestationObject) };
  }

  async function use(asked) {
    const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) };
    const { rawId, response } = await navigator.credentials.get({ publicKey });
    return {
      id: text(rawId),
      client: text(response.clientDataJSON),
      data: text(response.authenticatorData),
      signature: text(response.signature),
      user: response.userHandle ? text(response.userHandle) : '',
    };
  }

  for (const part of document.querySelectorAll('[data-passkey]')) {
    if (!window.PublicKeyCredential || !navigator.credentials) continue;
    const asked = JSON.parse(part.dataset.passkey);
    const [button, field, failed] = ['button', 'input', '[data-failed]'].map((sel) => part.querySelector(sel));
    const form = part.closest('form');
    const instead = form.elements[part.dataset.instead];
    part.querySelector('[data-without]').hidden = true;
    part.querySelector('[data-with]').hidden = false;
    button.addEventListener('click', async () => {
      failed.hidden = true;
      // What is typed beside it, a password or a name, is needed all the same; a code is not.
      if (instead) instead.required = false;
      if (form.reportValidity()) {
        button.disabled = true;
        try {
          field.value = JSON.stringify(await (asked.user ? make : use)(asked));
          form.requestSubmit();
          return;
        } catch {
          failed.hidden = false;
        } finally {
          button.disabled = false;
        }
      }
      if (instead) instead.required = true;
    });
  }
})();

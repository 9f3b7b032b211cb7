// Asks for a passkey or makes one, and sends the browser's answer with the form around the button.
//
//   [data-passkey="get" | "create"]   data-passkey-options: what the server sent, as JSON, with bytes in base64url
//     input[type=hidden]              gets the answer, as JSON
//     [data-passkey-button]           begins
//     [data-passkey-failed]           shown when the person or the device said no

const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

function text (buffer) {
  if (!buffer) return undefined
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const named = (credentials) => (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }))

function readable (options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) }
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) }
  if (key.allowCredentials) key.allowCredentials = named(key.allowCredentials)
  if (key.excludeCredentials) key.excludeCredentials = named(key.excludeCredentials)
  return { publicKey: key }
}

function sendable (credential) {
  const { response } = credential
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle)
    }
  }
}

for (const box of document.querySelectorAll('[data-passkey]')) {
  const failed = box.querySelector('[data-passkey-failed]')
  const answer = box.querySelector('input[type="hidden"]')
  box.querySelector('[data-passkey-button]').addEventListener('click', async (event) => {
    event.preventDefault()
    failed.hidden = true
    try {
      const options = readable(JSON.parse(box.dataset.passkeyOptions))
      const credential = await navigator.credentials[box.dataset.passkey](options)
      answer.value = JSON.stringify(sendable(credential))
    } catch {
      failed.hidden = false
      return
    }
    answer.form.submit()
  })
}

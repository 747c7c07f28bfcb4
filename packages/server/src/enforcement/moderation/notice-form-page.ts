/**
 * The form of Art. 16(1) DSA, for anybody. Nothing is written into it by the server: which marketplace it is
 * for, the script asks of the interface, as any other caller.
 */
export const formPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Tell a marketplace of an illegal offer</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/notice-form.css">
</head>
<body>
<main>
<h1>Tell <span id="marketplace">this marketplace</span> of an illegal offer</h1>
<p id="closed" hidden>No marketplace receives notices under this address.</p>
<form id="form">
<p>You need no account. Nothing here is demanded: what you leave out is asked for, and your notice is received and decided all the same.</p>
<label for="urls">Addresses of the offers (URL), one on each line</label>
<textarea id="urls" rows="4" maxlength="50000" aria-describedby="urls-more"></textarea>
<p id="urls-more">Each line is decided by itself. At most 50.</p>
<label for="reasons">Why do you hold this to be illegal?</label>
<textarea id="reasons" rows="6" maxlength="10000"></textarea>
<label for="ground">What is it about?</label>
<select id="ground">
<option value="">I do not know</option>
<option value="counterfeit">Counterfeit goods</option>
<option value="unlicensed-use">A protected name or sign used without licence</option>
<option value="copyright">Copyright</option>
<option value="design">A protected design</option>
</select>
<label for="name">Your name</label>
<input id="name" maxlength="300" autocomplete="name">
<label for="email">Your e-mail address</label>
<input id="email" type="email" maxlength="320" autocomplete="email" aria-describedby="email-more">
<p id="email-more">Receipt is confirmed there, and the decision is sent there.</p>
<details>
<summary>If you know of a registered right</summary>
<label for="number">Its number</label>
<input id="number" maxlength="100">
<label for="office">The office, as EM, DE or WO</label>
<input id="office" maxlength="100">
<label for="holder">Its holder</label>
<input id="holder" maxlength="300">
</details>
<p class="check"><input id="good-faith" type="checkbox"><label for="good-faith">I believe in good faith that what I write is right and complete.</label></p>
<p class="check"><input id="child-abuse" type="checkbox"><label for="child-abuse">I suspect sexual abuse of children. Name and address are not asked for then.</label></p>
<button type="submit">Send the notice</button>
<p id="fault" role="alert"></p>
</form>
<section id="sent" hidden tabindex="-1">
<h2>Your notice was received</h2>
<p>Keep this code. It is shown this once, and with it you see how your notice stands, withdraw it or complain:</p>
<p><code id="receipt"></code></p>
<ul id="asked"></ul>
</section>
<section>
<h2>How does my notice stand?</h2>
<form id="follow">
<label for="code">The code that you were shown</label>
<input id="code" maxlength="43" autocomplete="off" spellcheck="false">
<button type="submit">Look</button>
<button type="button" id="access">What is kept of me</button>
<button type="button" id="erase">Erase my name and address</button>
<p id="unknown" role="alert"></p>
</form>
<ul id="items" aria-live="polite"></ul>
<div id="kept" aria-live="polite"></div>
</section>
</main>
<script src="/notice-form.js"></script>
</body>
</html>
`

export const formStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
label { display: block; margin-top: 1rem; font-weight: 600 }
input:not([type=checkbox]), textarea, select { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit }
.check { display: flex; gap: .5rem; align-items: baseline }
.check label { margin: 0; font-weight: 400 }
button { margin-top: 1rem; padding: .6rem 1.2rem; font: inherit }
code { overflow-wrap: anywhere; font-size: 1.1rem }
[role=alert] { color: #b3261e }
@media (prefers-color-scheme: dark) { [role=alert] { color: #ffb4ab } }
`

/** Text goes into the page as text alone. */
export const formScript = `'use strict'
const slug = decodeURIComponent(location.pathname.split('/')[2] || '')
const door = '/api/v1/marketplaces/' + encodeURIComponent(slug) + '/notices'
const at = (id) => document.getElementById(id)
const states = {
  'received': 'received', 'held': 'held', 'triaged': 'looked at first', 'in-review': 'in review',
  'need-info': 'a question was asked', 'decided': 'decided', 'notifier-informed': 'decided',
  'closed-without-contact': 'decided', 'withdrawn': 'withdrawn',
}
const outcomes = {
  'no-action': 'no action', 'restrict': 'restricted', 'already-gone': 'it was gone already',
  'authority-order': 'restricted by order of an authority',
}
const found = { upheld: 'right', rejected: 'wrong', accepted: 'right', 'not-accepted': 'wrong' }
async function ask(url, body) {
  const options = body === undefined ? {} : {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  }
  const response = await fetch(url, { ...options, credentials: 'omit' })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ? answer.error.message : 'It could not be sent.')
  return answer
}
function list(id, lines) {
  at(id).replaceChildren(...lines.map((line) => {
    const item = document.createElement('li')
    item.textContent = line
    return item
  }))
}
function filled(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== false))
}
ask(door).then(({ marketplace }) => { at('marketplace').textContent = marketplace }, () => {
  at('closed').hidden = false
  at('form').hidden = true
})
at('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  at('fault').textContent = ''
  const value = (id) => at(id).value.trim()
  const urls = value('urls').split('\\n').map((one) => one.trim()).filter((one) => one !== '')
  const right = filled({ number: value('number'), office: value('office'), holder: value('holder') })
  const notice = filled({
    reasons: value('reasons'), ground: value('ground'), name: value('name'), email: value('email'),
    goodFaith: at('good-faith').checked, childAbuse: at('child-abuse').checked,
  })
  if (urls.length > 0) notice.items = urls.map((url) => ({ urls: [url] }))
  if (Object.keys(right).length > 0) notice.right = right
  const button = at('form').querySelector('button')
  button.disabled = true
  try {
    const { receipt, asked } = await ask(door, notice)
    at('receipt').textContent = receipt
    list('asked', asked.map(({ message }) => message))
    at('form').hidden = true
    at('sent').hidden = false
    at('sent').focus()
  } catch (error) {
    at('fault').textContent = error.message
  } finally {
    button.disabled = false
  }
})
const keptOf = ({ notice, messages, receivedAt, forgottenAt, erasureAskedAt }) => [
  'Received on ' + receivedAt.slice(0, 10) + '.',
  'Name: ' + (notice.name || 'none is kept') + '. E-mail: ' + (notice.email || 'none is kept') + '.',
  ...[notice.reasons, ...(notice.items || []).flatMap(({ urls = [], reasons = '' }) => [...urls, reasons])]
    .filter((text) => text).map((text) => 'You wrote: ' + text),
  ...messages.map(({ subject, sentAt }) => 'Sent to you on ' + (sentAt || '').slice(0, 10) + ': ' + subject),
  forgottenAt !== null ? 'Your name and address were erased on ' + forgottenAt.slice(0, 10) + '. What was decided stays, without them.'
    : erasureAskedAt !== null ? 'You asked on ' + erasureAskedAt.slice(0, 10) + ' that your name and address be erased. They are, once nothing that the law asks for needs them any longer. What was decided stays, without them.'
    : 'You can ask that your name and address be erased.',
]
const rights = { access: 'access', erase: 'erasure' }
for (const [id, path] of Object.entries(rights)) {
  at(id).addEventListener('click', async () => {
    at('unknown').textContent = ''
    at('kept').replaceChildren()
    try {
      const held = await ask('/api/v1/notice-receipts/' + path, { receipt: at('code').value.trim() })
      at('kept').replaceChildren(...keptOf(held).map((line) => {
        const text = document.createElement('p')
        text.textContent = line
        return text
      }))
    } catch (error) {
      at('unknown').textContent = error.message
    }
  })
}
at('follow').addEventListener('submit', async (event) => {
  event.preventDefault()
  at('unknown').textContent = ''
  list('items', [])
  try {
    const { items } = await ask('/api/v1/notice-receipts', { receipt: at('code').value.trim() })
    list('items', items.map(({ position, state, question, decision, complaint, answers }) => {
      const said = decision === null ? states[state] : outcomes[decision.outcome] + ': ' + decision.summary
      const more = [
        ...(question === null ? [] : ['It asks: ' + question]),
        ...answers.map(({ outcome, summary }) => 'The seller answered and was found ' + found[outcome] + ': ' + summary),
        ...(complaint && complaint.decision ? ['On your complaint: ' + complaint.decision] : []),
      ]
      return 'Item ' + (position + 1) + ': ' + [said, ...more].join(' — ')
    }))
  } catch (error) {
    at('unknown').textContent = error.message
  }
})
`

// Runs in each page before its own script, and records when the awaited content is painted.
{
  const rows = () => document.querySelectorAll('[role=list] [role=listitem]')

  /** When the next frame is on the screen. */
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(undefined)
      })
    })

  const until = (isSo) =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => check())
      const check = () => {
        if (!isSo()) return false
        observer.disconnect()
        resolve()
        return true
      }
      if (check()) return
      const what = { subtree: true, childList: true, attributes: true }
      observer.observe(document, what)
    })

  let longTaskEnd = 0
  let longestTask = 0
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      longTaskEnd = Math.max(longTaskEnd, startTime + duration)
      longestTask = Math.max(longestTask, duration)
    }
  }).observe({ type: 'longtask', buffered: true })
  const calm = async () => {
    await new Promise((resolve) => setTimeout(resolve, 2500))
    return { quiet: longTaskEnd, longest: longestTask }
  }

  /** The current row's place in the list. */
  const current = () =>
    document
      .querySelector('[role=listitem]:has([data-current=true])')
      ?.getAttribute('aria-posinset')

  /** Since the navigation: the first row, the answer to a key, the end of the last long task. */
  const opened = async () => {
    await until(() => rows().length > 0 && current() !== undefined)
    const drawn = await painted()
    const before = current()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    await until(() => current() !== before)
    const answered = await painted()
    return { drawn, answered, ...(await calm()) }
  }

  /** Since the navigation: the field that waits for input. */
  const entered = async () => {
    await until(() => document.activeElement?.matches('input[type=email]'))
    const drawn = await painted()
    return { drawn, answered: drawn, ...(await calm()) }
  }

  // A filter changes the address; the last input before that is the click or key of the person.
  let lastInput = 0
  let began
  for (const type of ['click', 'change', 'keydown']) {
    addEventListener(type, ({ timeStamp }) => (lastInput = timeStamp), true)
  }
  const { pushState } = history
  history.pushState = function (...args) {
    began ??= lastInput
    pushState.apply(this, args)
  }

  let filtered
  /** Begins to wait for a filter and for the first row that was not there before it. */
  const awaitFilter = () => {
    began = undefined
    const before = new Set(rows())
    filtered = until(() => began !== undefined && [...rows()].some((row) => !before.has(row)))
      .then(painted)
      .then((at) => at - began)
  }

  const list = () => document.querySelector('[role=list]:has([role=listitem])')

  /** The visible content: the current listing, and each row with its position on the screen. */
  const inSight = () => {
    const { top, bottom } = list().getBoundingClientRect()
    const seen = [...rows()]
      .map((row) => ({ id: row.querySelector('a').search, box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > top && box.top < bottom)
      .map(({ id, box }) => [id, Math.round(box.top)])
    return JSON.stringify([current(), list().scrollTop, seen])
  }

  /** How many rows the list has, whether they are drawn or not. */
  const length = () => Math.round(list().scrollHeight / rows()[0].offsetHeight)

  window.bench = { opened, entered, awaitFilter, filtered: () => filtered, inSight, list, length }
}

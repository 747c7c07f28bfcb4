import type { Canaries } from './proxy-bypass-listeners.ts'

/**
 * A page that tries to reach each place by every means of a browser, also from a frame, and lists its attempts; until
 * then it has not loaded.
 */
export function reachingPage(places: Canaries['places']): string {
  const json = JSON.stringify(places)
  const urls = places.map(({ host, port }) => `http://${host}:${port}/prerender`)
  return `${places.map(reachingMarkup).join('\n')}
<link rel="dns-prefetch" href="//prefetched.example">
<script type="speculationrules">${JSON.stringify({ prerender: [{ urls }] })}</script>
<p id="state">trying</p><img src="/slow.png">
<script>${attempts}; reach(${json}).then((tried) => {
  document.getElementById('state').textContent = 'tried ' + tried })</script>
<iframe srcdoc="${inAttribute(`<script>${attempts}; reach(${json})</script>`)}"></iframe>`
}

function reachingMarkup({ host, port }: Canaries['places'][number]): string {
  const origin = `//${host}:${port}`
  return `<link rel="dns-prefetch" href="${origin}"><link rel="preconnect" href="http:${origin}">
<link rel="preconnect" href="https:${origin}"><link rel="prefetch" href="http:${origin}/prefetch">
<img src="http:${origin}/image.png"><script async src="https:${origin}/script.js"></script>
<iframe src="http:${origin}/frame"></iframe>`
}

function inAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

const attempts = `async function reach(places) {
  const tried = new Set()
  const attempt = (name, work) => {
    try {
      Promise.resolve(work()).catch(() => {})
      tried.add(name)
    } catch {}
  }
  const servers = places.flatMap(({ host, port }) => [
    { urls: 'stun:' + host + ':' + port },
    ...['turn:?transport=udp', 'turn:?transport=tcp', 'turns:?transport=tcp'].map((form) => ({
      urls: form.replace(':', ':' + host + ':' + port), username: 'a', credential: 'b',
    })),
  ])
  const negotiate = async (Connection) => {
    const connection = new Connection({ iceServers: servers, iceCandidatePoolSize: 2 })
    connection.createDataChannel('channel')
    await connection.setLocalDescription(await connection.createOffer())
    const other = new Connection()
    await other.setRemoteDescription(connection.localDescription)
    await other.setLocalDescription(await other.createAnswer())
    await connection.setRemoteDescription(other.localDescription)
    for (const [at, { host, port }] of places.entries()) {
      const address = host.replace('[', '').replace(']', '')
      for (const form of ['udp 1 A P typ host', 'tcp 2 A P typ host tcptype passive']) {
        const [transport, priority, ...rest] = form.split(' ')
        const end = rest.join(' ').replace('A', address).replace('P', port)
        const candidate = 'candidate:' + (at + 1) + ' 1 ' + transport + ' ' + (2130706431 - priority) + ' ' + end
        await connection.addIceCandidate({ candidate, sdpMLineIndex: 0, sdpMid: '0' })
      }
    }
  }
  const gather = async (connection) => {
    connection.createDataChannel('channel')
    await connection.setLocalDescription(await connection.createOffer())
  }
  attempt('webrtc', () => gather(new RTCPeerConnection()).then(() => negotiate(RTCPeerConnection)))
  // A browser refuses a list of servers whole where it dislikes one of them.
  for (const server of servers) {
    attempt('webrtc by each server', () => gather(new RTCPeerConnection({ iceServers: [server] })))
  }
  attempt('webrtc of a fresh frame', () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const { RTCPeerConnection: Fresh } = frame.contentWindow
    return gather(new Fresh({ iceServers: servers })).then(() => negotiate(Fresh))
  })
  attempt('service worker', () => navigator.serviceWorker.register('/worker.js'))
  for (const { host, port } of places) {
    const at = host + ':' + port
    for (const scheme of ['http://', 'https://']) {
      attempt('fetch', () => fetch(scheme + at + '/fetch', { mode: 'no-cors' }))
      attempt('beacon', () => navigator.sendBeacon(scheme + at + '/beacon', 'x'))
      attempt('event source', () => new EventSource(scheme + at + '/events'))
      attempt('web socket', () => new WebSocket(scheme.replace('http', 'ws') + at))
    }
    attempt('web transport', () => {
      const transport = new WebTransport('https://' + at)
      transport.closed.catch(() => {})
      return transport.ready
    })
    attempt('worker', () => {
      const script = "fetch('http://PLACE/worker', { mode: 'no-cors' }); new WebSocket('ws://PLACE');" +
        "new WebTransport('https://PLACE').ready.catch(() => {})"
      const source = new Blob([script.replaceAll('PLACE', at)], { type: 'text/javascript' })
      return new Worker(URL.createObjectURL(source))
    })
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  return [...tried].join(', ')
}`

export type GexfNode = { id: string; label: string; network: string }
export type GexfEdge = { a: string; b: string; weight: number; probability: number; reason: string }

/** A graph of accounts as GEXF 1.3, in lines. Whatever stands in a name is text. */
export function* toGexf(nodes: Iterable<GexfNode>, edges: Iterable<GexfEdge>): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>'
  yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
  yield '<graph defaultedgetype="undirected" mode="static">'
  yield '<attributes class="node"><attribute id="network" title="network" type="string"/></attributes>'
  yield '<attributes class="edge"><attribute id="probability" title="probability" type="double"/><attribute id="reason" title="reason" type="string"/></attributes>'
  yield '<nodes>'
  for (const { id, label, network } of nodes)
    yield `<node id=${quoted(id)} label=${quoted(label)}><attvalues><attvalue for="network" value=${quoted(network)}/></attvalues></node>`
  yield '</nodes>'
  yield '<edges>'
  let number = 0
  for (const { a, b, weight, probability, reason } of edges)
    yield `<edge id="${number++}" source=${quoted(a)} target=${quoted(b)} weight="${weight}"><attvalues><attvalue for="probability" value="${probability}"/><attvalue for="reason" value=${quoted(reason)}/></attvalues></edge>`
  yield '</edges>'
  yield '</graph>'
  yield '</gexf>'
}

/** Signs that XML 1.0 cannot hold are replaced, those that mean something in it are written by their number. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll(/[&<>"'\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `"${escaped}"`
}

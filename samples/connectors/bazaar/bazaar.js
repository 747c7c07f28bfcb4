// A connector as a package of its own: a shop that publishes its goods as a list in JSON, a page at a time.
export const connector = {
  async *search(site) {
    const seen = new Set()
    for (let url = site.url; url !== undefined && !seen.has(url);) {
      seen.add(url)
      const visited = await readList(site, url)
      yield { url, visited }
      url = visited.kind === 'page' ? visited.value.leadsTo[0]?.url : undefined
    }
  },
  visit: readList,
}

/** `site.visit` asks Touchstone for the page: robots.txt, pauses and budgets are kept there. */
function readList(site, url) {
  return site.visit({ url, accept: 'application/json' }, async ({ body }) => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of body) text += decoder.decode(chunk, { stream: true })
    const { goods, next } = JSON.parse(text)
    return {
      // The fields of a listing. Touchstone checks each row: one that is no listing is told, and loses no other.
      rows: goods.map(({ id, name, price, currency, path, seller }) => ({
        id: String(id),
        title: name,
        url: new URL(path, url).href,
        price: { amount: String(price), currency },
        ...(seller !== undefined && { seller: { id: seller } }),
      })),
      leadsTo: next === undefined ? [] : [{ url: new URL(next, url).href }],
    }
  })
}

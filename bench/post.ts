/** Milliseconds until the whole response was there. */
export async function post(
  url: string,
  key: string,
  path: string,
  body: string,
  type: string,
): Promise<number> {
  const began = performance.now()
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${text}`)
  return performance.now() - began
}

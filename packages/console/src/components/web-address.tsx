import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** Links only to web addresses: never to javascript:, data: and the like. */
function webAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}

/** An address from third-party data. */
export function StrangersAddress({ text }: { text: string }): ReactNode {
  const href = webAddress(text)
  if (href === undefined) return <span className="stranger">{text}</span>
  return (
    <a className="stranger" href={href} target="_blank" rel="noopener noreferrer nofollow">
      {text} <Icon name="external" size={12} />
    </a>
  )
}

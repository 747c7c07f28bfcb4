import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon } from '../../components/index.ts'
import styles from './notices.module.css'
import type { Sentence } from './check-findings.ts'

/** Shows findings at their field: in English as the server words them, in other languages by their code. */
export function FieldFindings({ sentences }: { sentences: readonly Sentence[] }): ReactNode {
  const { locale, word } = useText()
  if (sentences.length === 0) return null
  return (
    <ul className={styles.said}>
      {sentences.map(({ code, message, isWarning }) => {
        const gist = locale === 'en' ? undefined : word(`notice-check.${keyOf({ code, message })}`)
        return (
          <li key={`${code} ${message}`} data-warning={isWarning}>
            <Icon name="warning" size={14} />
            {gist === undefined ? (
              <span lang={locale === 'en' ? undefined : 'en'}>{message}</span>
            ) : (
              <span>{gist}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** Two findings share a code: without a capture, and without evidence about the goods. */
function keyOf({ code, message }: Pick<Sentence, 'code' | 'message'>): string {
  return code === 'evidence' && message.includes(' one of these: ') ? 'evidence-of-goods' : code
}

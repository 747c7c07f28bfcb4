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
        const gist = locale === 'en' ? undefined : word(`notice-check.${code}`)
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

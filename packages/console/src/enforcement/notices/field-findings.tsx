import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon } from '../../components/index.ts'
import styles from './notices.module.css'
import type { Sentence } from './check-findings.ts'

/** Shows findings at their field. The server words them in English; other languages have a summary. */
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
            <span>
              {gist !== undefined && <>{gist} </>}
              <span lang="en" className={gist === undefined ? undefined : styles.fine}>
                {message}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

import { Button, Menu } from '@mantine/core'
import type { IdentifierPurpose } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Refused } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from './link-words.ts'
import { useReveal, type Identifier } from './queries.ts'

const purposes = [
  'link-review',
  'infringement-review',
  'case-preparation',
  'authority-request',
  'data-request',
] as const satisfies readonly IdentifierPurpose[]

/** A value with most of it hidden, until somebody names a purpose, which the audit log records. */
export function MaskedIdentifier({ identifier }: { identifier: Identifier }): ReactNode {
  const { t } = useText()
  const { typeName } = useLinkWords()
  const reveal = useReveal()
  const { id, type, masked } = identifier
  if (reveal.isSuccess)
    return (
      <span className="stranger">
        <VisibleText text={reveal.data} />
      </span>
    )
  return (
    <>
      <span className="stranger">{masked}</span>{' '}
      {type !== 'card' && (
        <Menu>
          <Menu.Target>
            <Button
              size="compact-xs"
              variant="subtle"
              loading={reveal.isPending}
              aria-label={t('links.reveal.label', { name: typeName(type), masked })}
            >
              {t('links.reveal')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('links.reveal.purpose')}</Menu.Label>
            {purposes.map((purpose) => (
              <Menu.Item key={purpose} onClick={() => reveal.mutate({ id, purpose })}>
                {t(`links.purpose.${purpose}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Refused error={reveal.error} />
    </>
  )
}

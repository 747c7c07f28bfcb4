import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card } from '../../surface/index.ts'
import { noticeWays, isWhole, type DraftRecipient } from './draft.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'
import { useMarketplacesInside } from './notice-queries.ts'

export function RecipientsCard({ writing, said }: PartProps): ReactNode {
  const { t } = useText()
  const { draft, change } = writing
  const { recipients } = draft
  const known = useId()
  const marketplaces = useMarketplacesInside()
  const put = (place: number, part: Partial<DraftRecipient>): void =>
    change({ recipients: recipients.map((one, at) => (at === place ? { ...one, ...part } : one)) })
  return (
    <Card title={t('notice.recipients')} lead={t('notice.recipients.description')}>
      <ul className={styles.lines} aria-label={t('notice.recipients')}>
        {recipients.map((recipient, place) => (
          <li key={place}>
            <NativeSelect
              aria-label={t('notice.delivery-method')}
              value={recipient.by}
              data={noticeWays.map((value) => ({ value, label: t(`delivery-method.${value}`) }))}
              onChange={({ currentTarget: { value } }) => {
                const by = noticeWays.find((one) => one === value)
                if (by) put(place, { by, to: '' })
              }}
            />
            {recipient.by === 'inside' || recipient.by === 'email' ? (
              <TextInput
                aria-label={t(`delivery-method.${recipient.by}.to`)}
                placeholder={t(`delivery-method.${recipient.by}.to`)}
                type={recipient.by === 'email' ? 'email' : 'text'}
                {...(recipient.by === 'inside' && { list: known })}
                maxLength={254}
                value={recipient.to}
                onChange={({ currentTarget }) => put(place, { to: currentTarget.value })}
                {...(!isWhole(recipient) && { error: t('notice.recipient.incomplete') })}
              />
            ) : (
              <span className={styles.fine}>{t(`delivery-method.${recipient.by}.text`)}</span>
            )}
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={`${t('notice.line.remove')}: ${t(`delivery-method.${recipient.by}`)} ${recipient.to}`}
              onClick={() => change({ recipients: recipients.filter((_, at) => at !== place) })}
            >
              {t('notice.line.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <datalist id={known}>
        {marketplaces.data?.map(({ slug, name }) => (
          <option key={slug} value={slug} label={name} />
        ))}
      </datalist>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => change({ recipients: [...recipients, { by: 'inside', to: '' }] })}
      >
        {t('notice.recipient.add')}
      </Button>
      {said('recipients')}
    </Card>
  )
}

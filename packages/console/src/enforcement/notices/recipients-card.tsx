import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import { noticeWays, isWhole, type DraftRecipient } from './draft.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'
import { RecipientPicker } from './recipient-picker.tsx'
import { useMarketplacesInside } from '../../investigation/case-components/index.ts'
import { useAddresses } from './notice-queries.ts'

export function RecipientsCard({ notice, writing, said }: PartProps): ReactNode {
  const { t } = useText()
  const { draft, change } = writing
  const { recipients } = draft
  const known = useId()
  const marketplaces = useMarketplacesInside(notice.id)
  const addresses = useAddresses()
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
            {recipient.by === 'inside' ? (
              <NativeSelect
                aria-label={t('delivery-method.inside.to')}
                value={recipient.to}
                data={[
                  ...(marketplaces.data?.some(({ slug }) => slug === recipient.to)
                    ? []
                    : [
                        {
                          value: recipient.to,
                          label: recipient.to || t('notice.recipient.choose'),
                        },
                      ]),
                  ...(marketplaces.data ?? []).map(({ slug, name }) => ({
                    value: slug,
                    label: name,
                  })),
                ]}
                onChange={({ currentTarget }) => put(place, { to: currentTarget.value })}
                {...(!isWhole(recipient) && { error: t('notice.recipient.incomplete') })}
              />
            ) : recipient.by === 'email' ? (
              <TextInput
                aria-label={t('delivery-method.email.to')}
                placeholder={t('delivery-method.email.to')}
                type="email"
                list={known}
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
        {addresses.data?.map(({ id, email, name }) => (
          <option key={id} value={email} label={name} />
        ))}
      </datalist>
      <div className={styles.fields}>
        <RecipientPicker
          key={recipients.length}
          label={t('notice.recipient.add')}
          notice={notice.id}
          onPick={(recipient) => change({ recipients: [...recipients, recipient] })}
        />
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => change({ recipients: [...recipients, { by: 'email', to: '' }] })}
        >
          {t('notice.recipient.other')}
        </Button>
      </div>
      {said('recipients')}
    </Card>
  )
}

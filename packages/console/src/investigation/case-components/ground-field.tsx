import { Radio, Stack } from '@mantine/core'
import type { NoticeGround } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { noticeGrounds } from './notice-terms.ts'

export type GroundFieldProps = { value: NoticeGround; onChange: (ground: NoticeGround) => void }

/** The ground of a notice, with the right and the minimum evidence that each requires. */
export function GroundField({ value, onChange }: GroundFieldProps): ReactNode {
  const { t } = useText()
  return (
    <Radio.Group
      label={t('notice.ground')}
      description={t('notice.ground.hint')}
      value={value}
      onChange={(next) => {
        const ground = noticeGrounds.find((one) => one === next)
        if (ground) onChange(ground)
      }}
    >
      <Stack gap={8} mt={8}>
        {noticeGrounds.map((ground) => (
          <Radio
            key={ground}
            value={ground}
            label={t(`notice-ground.${ground}`)}
            description={t(`notice-ground.${ground}.needs`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

import * as z from 'zod/mini';
import { atlasForms, cutRanges, pivots, sheetRanges, spriteOutputs } from '../core/model/sprites';

const within = ([low, high]: readonly [number, number]) => z.int().check(z.gte(low), z.lte(high));
const flag = z.boolean();

/** `SpriteSettings`. */
export const spriteSettings = z.object({
  cut: z.nullable(
    z.object({
      by: z.enum(['grid', 'islands']),
      columns: z.nullable(within(cutRanges.columns)),
      rows: z.nullable(within(cutRanges.rows)),
      frameWidth: z.nullable(within(cutRanges.frameWidth)),
      frameHeight: z.nullable(within(cutRanges.frameHeight)),
      margin: within(cutRanges.margin),
      spacing: within(cutRanges.spacing),
      gap: z.nullable(within(cutRanges.gap)),
      removeBackground: flag,
      align: z.enum(['none', ...pivots]),
    }),
  ),
  sheet: z.object({
    layout: z.enum(['packed', 'grid']),
    columns: z.nullable(within(sheetRanges.columns)),
    trim: flag,
    padding: within(sheetRanges.padding),
    border: within(sheetRanges.border),
    extrude: within(sheetRanges.extrude),
    powerOfTwo: flag,
    maxSide: within(sheetRanges.maxSide),
    pivot: z.enum(['none', ...pivots]),
    align: z.enum(pivots),
    atlas: z.enum(['none', ...atlasForms]),
    duration: within(sheetRanges.duration),
    sort: flag,
  }),
  output: z.enum(spriteOutputs),
});

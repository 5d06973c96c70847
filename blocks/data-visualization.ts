import type { KnownBlock } from '@slack/types';

/**
 * The chart block, which `@slack/types` 3.2.0 does not have yet; to be dropped when it does.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export type DataVisualizationBlock = {
  type: 'data_visualization';
  block_id: string;
  title: string;
  chart: {
    type: 'bar' | 'line' | 'area';
    /** Each has a value for every category, under the category's own words. */
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; x_label: string; y_label: string };
  };
};

/** What a message is made of. */
export type MessageBlock = KnownBlock | DataVisualizationBlock;

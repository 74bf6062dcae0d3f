/** Where the lanes of the CPU chart lie, in px from its top; the width is whatever there is. */
export const PLOT_TOP = 16;
export const PLOT_HEIGHT = 168;
export const PLOT_BOTTOM = PLOT_TOP + PLOT_HEIGHT;
export const MARKS_Y = PLOT_BOTTOM + 16;
export const STEPS_TOP = MARKS_Y + 24;
export const STEPS_HEIGHT = 34;
export const STEPS_BOTTOM = STEPS_TOP + STEPS_HEIGHT;
export const STRIPS_TOP = STEPS_BOTTOM + 6;
export const STRIP_HEIGHT = 5;
export const STRIP_GAP = 3;

export const axisY = (strips: number): number => STRIPS_TOP + strips * (STRIP_HEIGHT + STRIP_GAP) + 14;
export const chartHeight = (strips: number): number => axisY(strips) + 6;

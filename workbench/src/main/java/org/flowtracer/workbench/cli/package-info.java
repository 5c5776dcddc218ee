@NullMarked
package org.flowtracer.workbench.cli;

import org.jspecify.annotations.NullMarked;

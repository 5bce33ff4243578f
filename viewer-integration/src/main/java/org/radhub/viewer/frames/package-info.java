/** Where the frames of a stored instance begin and end, so that one frame is read without the rest. */
package org.radhub.viewer.frames;

package org.radhub.router.traffic;

import java.io.IOException;
import java.io.InputStream;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Receipt;

/** Passes everything on, and counts what becomes of it. */
record CountedIntake(Intake intake, TrafficBook book) implements Intake {
    @Override
    public Receipt keep(Offer offer, InputStream dataSet) throws NotKept, IOException {
        var begun = System.nanoTime();
        try {
            var receipt = intake.keep(offer, dataSet);
            book.kept(offer.callingAeTitle(), offer.site(), receipt.bytes(), System.nanoTime() - begun);
            return receipt;
        } catch (NotKept e) {
            book.notKept(
                    offer.callingAeTitle(),
                    offer.site(),
                    status(e.reason()),
                    String.valueOf(e.getMessage()),
                    System.nanoTime() - begun);
            throw e;
        } catch (IOException e) {
            book.broken(System.nanoTime() - begun);
            throw e;
        } catch (RuntimeException e) {
            book.notKept(
                    offer.callingAeTitle(),
                    offer.site(),
                    status(NotKept.Reason.FAILED),
                    "Could not be kept",
                    System.nanoTime() - begun);
            throw e;
        }
    }

    @Override
    public void associationClosed(String association) {
        intake.associationClosed(association);
    }

    /** What is answered then (PS3.4 GG.4.2). */
    private static String status(NotKept.Reason reason) {
        return switch (reason) {
            case NO_ROOM -> "A700";
            case MISMATCH -> "A900";
            case NOT_UNDERSTOOD -> "C000";
            case TOO_LARGE -> "C001";
            case FAILED -> "0110";
        };
    }
}

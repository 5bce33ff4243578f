package org.radhub.storage.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Scope;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.ArrivingStudies;
import org.radhub.storage.ArrivingStudy;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.testing.StorageUnderTest;

class ArrivingStudiesTest {
    @TempDir
    Path home;

    @Test
    void a_study_is_on_its_way_until_it_is_complete_and_again_when_more_comes() throws Exception {
        try (var storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.settle", "300ms")
                .with("radhub.storage.quiet", "1m")
                .with("radhub.storage.watch", "50ms")
                .start()) {
            storage.keep("COUNTYA", "one", "1.1", "1.1.1", "1.1.1.1", new byte[10]);
            storage.keep("COUNTYB", "two", "2.1", "2.1.1", "2.1.1.1", new byte[10]);
            eventually(() -> assertThat(arriving(storage, Scope.EVERYTHING)).hasSize(2));
            assertThat(arriving(storage, Scope.ofSite("COUNTYA")))
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.study().studyInstanceUid()).isEqualTo("1.1");
                        assertThat(one.study().instanceCount()).isEqualTo(1);
                        assertThat(one.openAssociations()).isEqualTo(1);
                        assertThat(one.late()).isFalse();
                    });
            assertThat(arriving(storage, Scope.NOTHING)).isEmpty();

            storage.intake().associationClosed("one");
            eventually(
                    () -> assertThat(arriving(storage, Scope.ofSite("COUNTYA"))).isEmpty());
            assertThat(arriving(storage, Scope.EVERYTHING)).hasSize(1);

            eventually(() -> assertThat(storage.told(StudyArrived.class)).isNotEmpty());
            storage.keep("COUNTYA", "three", "1.1", "1.1.1", "1.1.1.2", new byte[11]);
            eventually(() -> assertThat(arriving(storage, Scope.ofSite("COUNTYA")))
                    .singleElement()
                    .matches(ArrivingStudy::late));
        }
    }

    private static List<ArrivingStudy> arriving(StorageUnderTest storage, Scope scope) {
        return storage.get(ArrivingStudies.class).within(scope, 10);
    }
}
